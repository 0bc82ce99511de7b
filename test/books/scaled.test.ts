/**
 * Books a million times smaller and a milliard times larger: right answers, or a clear refusal. Whatever is proposed has
 * passed the checker; here it must be near its bound too, and nobody may be left without an answer for his size.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { proposalSchema, run } from "@mandate/runtime";
import { Decimal } from "decimal.js";
import { afterAll, describe, expect, it } from "vitest";
import { openProject, writeProject } from "../faults/project.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-scaled-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const COLUMNS: Readonly<Record<string, readonly string[]>> = {
  accounts: ["cash", "ytd_short", "ytd_long", "carry_short", "carry_long"],
  lots: ["quantity"],
  activity: ["quantity", "gain"],
};

/** Multiplies what an account has, to the last digit. */
function scale(book: string, factor: string): void {
  for (const [table, columns] of Object.entries(COLUMNS)) {
    const path = join(book, `${table}.csv`);
    const [header = "", ...lines] = readFileSync(path, "utf8").trimEnd().split("\n");
    const names = header.split(",");
    const times = (cell: string, column: number): string =>
      cell === "" || !columns.includes(names[column] ?? "")
        ? cell
        : new Decimal(cell).times(factor).toFixed();
    writeFileSync(
      path,
      `${[header, ...lines.map((line) => line.split(",").map(times).join(","))].join("\n")}\n`,
    );
  }
}

async function solve(name: string, seed: number, factor: string) {
  const project = join(folder, `${name}-${seed}`);
  writeProject(project, seed);
  scale(join(project, "book"), factor);
  const out = join(project, "out");
  const { bundle, bundleHash, book } = await openProject(project);
  try {
    await run({
      ...{ bundle, bundleHash, book, out, accounts: [], solver: "auto", workers: 1, resume: false },
      ...{ timeLimitSeconds: 30, shardSize: 100, version: "of a test", clock: () => "2026-11-20T00:00:00Z" },
      progress: () => undefined,
    });
  } finally {
    await book.close();
  }
  const lines = readFileSync(join(out, "proposals.jsonl"), "utf8").trimEnd().split("\n");
  return lines.map((line) => proposalSchema.parse(JSON.parse(line)));
}

describe.each([
  ["a million times smaller", "0.000001"],
  ["as it is", "1"],
  ["a milliard times larger", "1000000000"],
])("a book %s", (name, factor) => {
  it("has an answer for everybody, or a clear refusal", { timeout: 120_000 }, async () => {
    for (const seed of [7, 8]) {
      const proposals = await solve(name.replaceAll(" ", "-"), seed, factor);
      expect(proposals.length).toBeGreaterThan(20);
      let answered = 0;
      for (const proposal of proposals) {
        const where = `${seed} ${proposal.account}`;
        if (proposal.status === "quarantined") {
          expect(proposal.code, where).toMatch(/^MDT7\d{3}$/);
          continue;
        }
        if (proposal.status === "infeasible") {
          // Nothing of the solver's or the checker's: clauses that clash, or shares that are too large for the account.
          expect(["", "INCREMENTS"], where).toContain("code" in proposal ? proposal.code : "");
          continue;
        }
        answered += 1;
        const value = Number(proposal.value);
        // Shares are small beside such an account: what rounding costs is, too.
        if (factor === "1000000000") expect(proposal.gap, where).toBeLessThanOrEqual(1e-4 * value);
        expect(proposal.gap, where).toBeGreaterThanOrEqual(-1e-5 - 1e-9 * value);
      }
      // Of an account of a dollar no share can be bought; it is told so.
      expect(answered).toBeGreaterThan(factor === "0.000001" ? 4 : 10);
    }
  });
});
