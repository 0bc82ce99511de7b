import {
  type Bundle,
  type ChoiceValue,
  compile,
  createProver,
  diff,
  type ProjectInput,
} from "@mandate/compiler";
import { oneByOne } from "@mandate/compiler/testkit";
import { type Backend, createHighs } from "@mandate/solver";
import type { Bench, Section } from "../bench.ts";
import { editedLine, type ProvableSize, provableFirm } from "../provable.ts";

const LIMITS = "firm/limits.mandate";
const TODAY = "2026-11-20";
const SIZE: ProvableSize = { models: 30, limits: 200, options: 12, accounts: 1_000 };
/** Corners that the naive way is measured on. */
const SAMPLED = 12;

/** `check --prove` and `diff` of a whole firm, and an edit of a line. `-- prove 10 50 4 100` takes another size. */
export const section: Section = {
  title: "prove: a firm's policies before any account runs",
  run: async (bench) => {
    const [models, limits, options, accounts] = bench.arguments.map(Number);
    const size = {
      models: models ?? SIZE.models,
      limits: limits ?? SIZE.limits,
      options: options ?? SIZE.options,
      accounts: accounts ?? SIZE.accounts,
    };
    const firm = provableFirm(size);
    const edits = [
      {
        name: "again, after an account's line",
        file: "advisors/desk3.mandate",
        from: /limit Own \{ weight\((\w+)\) <= [\d.]+%/,
        to: "limit Own { weight($1) <= 33%",
      },
      {
        name: "again, after a limit's line",
        file: LIMITS,
        from: /limit L24 \{ weight\((\w+)\) <= [\d.]+%/,
        to: "limit L24 { weight($1) <= 39.5%",
      },
    ];
    const backend = await createHighs();
    try {
      const prover = createProver(backend);
      const whole = compiled(firm);
      const cold = timed(bench, "cold", () => prover.prove(whole, { today: TODAY }), 10_000);
      for (const { name, file, from, to } of edits) {
        const edited = compiled(editedLine(firm, file, from, to));
        timed(bench, name, () => prover.prove(edited, { today: TODAY }), 300);
        prover.prove(whole, { today: TODAY });
      }
      const limit = /limit L24 \{ weight\((\w+)\) <= [\d.]+%/;
      const after = compiled(editedLine(firm, LIMITS, limit, "limit L24 { weight($1) <= 28%"));
      timed(bench, "diff of one limit", () => diff(whole, after, backend, { today: TODAY }), 5_000);
      const naive = naively(size, whole, backend);
      bench.record("naively, extrapolated", naive, { against: "cold" });
      const { findings, proofs } = cold;
      bench.note(
        `${size.models} models, ${size.limits} limits, ${size.options} options, ${size.accounts} account blocks; ` +
          `${proofs.filter(({ holds }) => holds).length} of ${proofs.length} proved, ${findings.length} findings`,
      );
      bench.note("processor time, compiling left out; other programs on the machine do not count");
      bench.note(
        `naively: a linear program for every corner of every model and for every account, idle clauses not even ` +
          `looked for; ${SAMPLED} were run, and multiplied out`,
      );
    } finally {
      backend.dispose();
    }
  },
};

function compiled(input: ProjectInput) {
  const { bundle, diagnostics } = compile(input, { today: TODAY });
  if (bundle === undefined) throw new Error(`the firm does not compile: ${diagnostics[0]?.message ?? ""}`);
  return bundle;
}

function processor<T>(work: () => T): { readonly milliseconds: number; readonly result: T } {
  const before = process.cpuUsage();
  const result = work();
  const { user, system } = process.cpuUsage(before);
  return { milliseconds: (user + system) / 1000, result };
}

function timed<T>(bench: Bench, name: string, work: () => T, most: number): T {
  const { milliseconds, result } = processor(work);
  bench.record(name, milliseconds, { most });
  return result;
}

/** What one corner of one model takes, times all corners of all models, and each account's own besides. */
function naively({ models, options, accounts }: ProvableSize, bundle: Bundle, backend: Backend): number {
  const leaves = oneByOne(bundle, backend);
  const offered = bundle.menus.flatMap((menu) => menu.options);
  const { milliseconds } = processor(() => {
    for (let sample = 0; sample < SAMPLED; sample++) {
      const corner = sample * 331;
      const chosen = new Map(
        offered.flatMap(({ name, type }, at): [string, ChoiceValue][] => {
          const up = ((corner >> at) & 1) === 1;
          if (type.type === "flag") return [[name, { kind: "flag", on: up }]];
          if (type.type !== "percent") return [];
          return [[name, { kind: "quantity", value: (up ? type.high : type.low) ?? "0" }]];
        }),
      );
      leaves(`M${1 + (sample % models)}`, chosen);
    }
  });
  return (milliseconds / SAMPLED) * (models * 2 ** options + accounts);
}
