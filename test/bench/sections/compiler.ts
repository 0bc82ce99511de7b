import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { nodeHost } from "@mandate/cli";
import { compile, createWorkspace, failed, loadProject, type ProjectInput } from "@mandate/compiler";
import { format, parse } from "@mandate/dsl";
import { lex, parser } from "../../../packages/dsl/src/testing/index.ts";
import { projectInput } from "../../generate/input.ts";
import { measuredApart } from "../apart.ts";
import { type Bench, median, type Section } from "../bench.ts";
import { largeProject } from "../large.ts";

const REPEATS = 3;
/** Row that all others are compared with: Chevrotain's lexer and grammar, and nothing around them. */
const ALONE = "Chevrotain: tokens and grammar alone";

/** Policies of a large firm: read, checked, formatted; against parsing alone in the same process, turn by turn. */
export const section: Section = {
  title: "compiler: about 1,000 files and 100,000 lines",
  run: async (bench) => {
    const { values } = parseArgs({ args: [...bench.arguments], options: { check: { type: "string" } } });
    if (values.check !== undefined) return checkFolder(bench, values.check);
    const { project, policies } = largeProject();
    await inTurn(bench, projectInput(project), project.asOf);
    const folder = mkdtempSync(join(tmpdir(), "mandate-bench-"));
    try {
      for (const [path, text] of project.files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const { measurements, peakBytes } = measuredApart("compiler", ["--check", folder]);
      for (const { name, value } of measurements) bench.record(`in a new process: ${name}`, value);
      bench.record("in a new process: peak memory", peakBytes / 1_048_576, { unit: "MB", most: 600 });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
    const blocks = policies.reduce((sum, { text }) => sum + (text.match(/^account "/gm)?.length ?? 0), 0);
    bench.note(`${policies.length} files, ${blocks} account blocks`);
  },
};

/** What `mandate check` does in a process that has done nothing before. */
function checkFolder(bench: Bench, folder: string): void {
  const begun = performance.now();
  const loaded = loadProject(folder, nodeHost);
  if (failed(loaded) || loaded.input === undefined) throw new Error(`${folder} is no project`);
  const read = performance.now();
  compiled(loaded.input, "2026-11-20");
  bench.record("reading the files", read - begun);
  bench.record("check", performance.now() - read);
}

function compiled(input: ProjectInput, today: string): void {
  const { bundle, diagnostics } = compile(input, { today });
  const [error] = diagnostics.filter(({ severity }) => severity === "error");
  if (bundle === undefined) throw new Error(`the large project does not compile: ${error?.message ?? ""}`);
}

async function inTurn(bench: Bench, input: ProjectInput, today: string): Promise<void> {
  const texts = input.files.map(({ text }) => text);
  const lines = texts.reduce((sum, text) => sum + text.split("\n").length - 1, 0);
  const tokens = texts.reduce((sum, text) => sum + parse(text).tokens.length, 0);
  const grammar = parser();
  const every = (work: (text: string) => unknown) => () => {
    for (const text of texts) work(text);
  };
  const all = { count: lines, of: "lines" };
  const works = [
    { name: ALONE, run: every((text) => grammar.run(text, lex(text).tokens, [])), options: { work: all } },
    { name: "parse", run: every(parse), options: { work: all, against: ALONE } },
    { name: "format", run: every(format), options: { work: all, against: ALONE } },
    {
      name: CHECK,
      run: () => compiled(input, today),
      options: { work: all, against: ALONE, atMost: 3 },
    },
  ].map((work) => ({ ...work, times: [] as number[], processor: [] as number[] }));
  for (let repeat = 0; repeat <= REPEATS; repeat++)
    for (const { run, times, processor } of works) {
      const begun = performance.now();
      const before = process.cpuUsage();
      run();
      // The first time warms up.
      if (repeat === 0) continue;
      times.push(performance.now() - begun);
      const { user, system } = process.cpuUsage(before);
      processor.push((user + system) / 1000);
    }
  // By the processor's time: what other programs on the machine take from the clock, they do not take from this.
  for (const { name, processor, options } of works) bench.record(name, median(processor), options);
  const rates = works
    .slice(0, 4)
    .map(
      ({ name, processor }) =>
        `${name} ${Math.round(tokens / (median(processor) / 1000)).toLocaleString("en")}`,
    );
  bench.note(`${lines} lines, ${tokens} tokens; tokens a second: ${rates.join(", ")}`);
  const byClock = works.map(({ name, times }) => `${name} ${Math.round(median(times))} ms`);
  bench.note(`by processor time; by the clock: ${byClock.join(", ")}`);
  afterEdits(bench, input, today, median(works.find(({ name }) => name === CHECK)?.processor ?? []));
}

const EDITS = 15;

/**
 * What an author does while the rest stays, by the processor's time: one edit after another, each checked. Of the kinds
 * of edit, only an account's own block has a target in milliseconds; the others say what share of a whole check they are.
 */
function afterEdits(bench: Bench, input: ProjectInput, today: string, wholeCheck: number): void {
  const workspace = createWorkspace(input, { today });
  workspace.compilation();
  const blocks = input.files.filter(({ path }) => path.startsWith("advisors/accounts"));
  const middle = blocks[blocks.length >> 1]?.path ?? "";
  const list = input.files
    .flatMap(({ text }) => [...text.matchAll(/^list .* from "([^"]+)"/gm)])
    .map(([, path]) => path ?? "")[0];
  const kinds: readonly (readonly [string, string | undefined, (text: string, turn: number) => string])[] = [
    [
      "a line in an account block",
      middle,
      (text, turn) => middleOf(text, /(?<=^ {2})(?=\S)/gm, `// ${turn}\n  `),
    ],
    [
      "a number in a firm limit",
      LIMITS,
      (text, turn) => middleOf(text, /(?<=<= )\d+(?=%)/g, String(10 + turn)),
    ],
    ["a line above all firm limits", LIMITS, (text, turn) => `// ${turn}\n${text}`],
    ["a row less in a list's CSV", list, (text) => text.replace(/\n[^\n]+\n$/, "\n")],
  ];
  for (const [name, path, edit] of kinds) {
    const times: number[] = [];
    for (let turn = 0; turn < EDITS && path !== undefined; turn++) {
      const now = workspace.project();
      const text = now.files.find((file) => file.path === path)?.text ?? now.read(path)?.text ?? "";
      const next = edit(text, turn);
      if (next === text) throw new Error(`${path} has nothing for: ${name}`);
      workspace.set(path, next);
      const before = process.cpuUsage();
      workspace.compilation();
      const { user, system } = process.cpuUsage(before);
      times.push((user + system) / 1000);
    }
    const target = path === middle ? { most: 20 } : {};
    bench.record(`checked again, processor time: ${name}`, median(times), target);
    bench.record(`as a share of a whole check: ${name}`, (100 * median(times)) / wholeCheck, { unit: "%" });
  }
}

const LIMITS = "firm/limits.mandate";
const CHECK = "check";

/** The match in the middle of all, replaced. */
function middleOf(text: string, pattern: RegExp, by: string): string {
  const found = [...text.matchAll(pattern)];
  const match = found[found.length >> 1];
  if (match === undefined) return text;
  return text.slice(0, match.index) + by + text.slice(match.index + match[0].length);
}
