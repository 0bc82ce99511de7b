/** What a prover keeps from one version to the next, against proofs made afresh, after random edits of a line. */
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Bundle } from "../../bundle/index.ts";
import { compileArchive, TODAY } from "../../testkit/index.ts";
import { makeFirm, randomFrom } from "../testing/firms.ts";
import { createProver, type Proved, prove } from "./prove.ts";

const FIRMS = Number(process.env["MANDATE_EDITS"] ?? 6);
const EDITS = 8;

/** All that is told but the fixes, and but for which of several reasons a clause is idle: before an edit it was another. */
function told({ findings, proofs }: Proved) {
  return [
    findings.map(
      ({ code, file, span, message }) =>
        `${code} ${file}:${span.start} ${message.replace(/ forbids nothing .*| never costs .*/, "")}`,
    ),
    proofs.map(({ of, holds, assumed }) => `${of} ${holds} ${assumed.join(";")}`),
  ];
}

describe("a prover", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createHighs();
  });
  afterAll(() => backend.dispose());

  it(`says after each edit of ${FIRMS} firms what a fresh proof says`, { timeout: 600_000 }, () => {
    let compared = 0;
    for (let seed = 1; seed <= FIRMS; seed++) {
      const next = randomFrom(seed);
      const prover = createProver(backend);
      const start = withDesk(makeFirm(seed).files, next);
      let files = start;
      for (let at = 0; at <= EDITS; at++) {
        const { bundle } = compileArchive({ files, markers: [] });
        if (bundle !== undefined) {
          compared++;
          expect(told(prover.prove(bundle, { today: TODAY })), `seed ${seed}, edit ${at}`).toEqual(
            fresh(bundle),
          );
        }
        // Often back to where everything is proved: an edit from there is what much may be kept over.
        files = edited(next() < 0.4 ? start : files, next);
      }
    }
    expect(compared).toBeGreaterThan(FIRMS * 4);
  });

  const fresh = (bundle: Bundle) => told(prove(bundle, backend, { today: TODAY }));
});

/** A few accounts with limits of their own beside the firm's. */
function withDesk(files: ReadonlyMap<string, string>, next: () => number): ReadonlyMap<string, string> {
  const policy = files.get("firm/policy.mandate") ?? "";
  const [, model = ""] = /model (\w+)/.exec(policy) ?? [];
  const leaves = [...policy.matchAll(/asset class (\w+)/g)].flatMap(([, name = ""]) =>
    name === "Cash" ? [] : name,
  );
  const accounts = Array.from({ length: 4 }, (_, at) => {
    const leaf = leaves[Math.floor(next() * leaves.length)] ?? "";
    return `account "d${at}" {\n  model ${model}\n  limit Own { weight(${leaf}) <= ${20 + Math.floor(next() * 60)}% }\n  reserve cash 1%\n}\n`;
  });
  return new Map([...files, ["advisors/desk.mandate", accounts.join("")]]);
}

/** Another percentage somewhere, or a limit more or less. */
function edited(files: ReadonlyMap<string, string>, next: () => number): ReadonlyMap<string, string> {
  const paths = ["firm/policy.mandate", "firm/policy.mandate", "advisors/desk.mandate"];
  const path = paths[Math.floor(next() * paths.length)] ?? "";
  const lines = (files.get(path) ?? "").split("\n");
  const limits = lines.flatMap((line, at) =>
    /^\s*limit \w+.*<=? \d.*\}$|^\s*limit \w+.*>= \d.*\}$/.test(line) ? [at] : [],
  );
  const at = limits[Math.floor(next() * limits.length)];
  if (at === undefined) return files;
  const line = lines[at] ?? "";
  const kind = next();
  if (kind < 0.1) lines.splice(at, 1);
  else if (kind < 0.25)
    lines.splice(at, 0, line.replace(/limit (\w+)/, `limit New${Math.floor(next() * 1e6)}`));
  else if (kind < 0.5) lines[at] = line.replace("<=", ">=");
  else
    lines[at] = line.replace(
      /(\d+(?:\.\d+)?)%/,
      (_, level) => `${Math.max(1, Math.min(99, Math.round(Number(level) * (0.2 + 1.3 * next()))))}%`,
    );
  return new Map([...files, [path, lines.join("\n")]]);
}
