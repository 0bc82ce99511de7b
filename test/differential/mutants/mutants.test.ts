/**
 * Would the differential test find an error? One is planted in the lowering, and the same accounts must tell.
 *
 * By hand, all of them: MANDATE_MUTANTS=all npx vitest run test/differential/mutants (some: MANDATE_MUTANTS=3,17).
 * Otherwise a few, others every day.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { lower } from "@mandate/runtime/testing";
import * as runtime from "@mandate/runtime/testing";
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareAt, type Lowering, type Probe } from "../compare.ts";
import { probesOf } from "../probes.ts";
import { type Case, casesOf } from "../situations.ts";
import { plant, planted } from "./build.ts";
import { type Mutant, mutants } from "./table.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-mutants-"));
const seeds = Number(process.env.MANDATE_MUTANT_SEEDS ?? 200);
const wanted = process.env.MANDATE_MUTANTS;
const few = 8;
const today = Math.floor(Date.now() / 86_400_000);

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => {
  backend.dispose();
  rmSync(folder, { recursive: true, force: true });
});

function chosen(): readonly Mutant[] {
  if (wanted === "all") return mutants;
  if (wanted !== undefined) return wanted.split(",").flatMap((place) => mutants[Number(place)] ?? []);
  return Array.from({ length: few }, (_, place) => mutants[(today * few + place) % mutants.length]).flatMap(
    (mutant) => mutant ?? [],
  );
}

interface Subject {
  readonly one: Case;
  readonly probes: readonly Probe[];
}

/** Accounts with what they are looked at: made once, in the order of seeds, as far as any mutant needs them. */
const made: Subject[] = [];
const making = (function* (): Generator<Subject> {
  for (let seed = 1; seed <= seeds; seed++) {
    for (const one of casesOf(seed, backend, () => performance.now())) {
      yield { one, probes: [...probesOf(one, 6)] };
    }
  }
})();

function subjectAt(place: number): Subject | undefined {
  while (made.length <= place) {
    const next = making.next();
    if (next.done === true) return undefined;
    made.push(next.value);
  }
  return made[place];
}

/** The first difference, or what the lowering stops with; undefined after `most` accounts without any. */
function firstDifference(lowering: Lowering, most: number): { accounts: number; text: string } | undefined {
  for (let place = 0; place < most; place++) {
    const subject = subjectAt(place);
    if (subject === undefined) return undefined;
    const text = differenceIn(lowering, subject);
    if (text !== undefined) return { accounts: place + 1, text };
  }
  return undefined;
}

function differenceIn(lowering: Lowering, { one, probes }: Subject): string | undefined {
  let lowered: ReturnType<typeof lower>;
  try {
    lowered = lowering.lower(one.situation);
  } catch (error) {
    return `the lowering stops: ${error instanceof Error ? error.message : String(error)}`;
  }
  for (const probe of probes) {
    const [text] = compareAt(lowering, lowered, probe, backend).differences;
    if (text !== undefined) return text;
  }
  return undefined;
}

describe("errors planted in the lowering", () => {
  it("each still find their place", () => {
    for (const mutant of mutants) expect(planted(mutant)).toContain(mutant.replace);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThanOrEqual(40);
  });

  it("are not there to begin with", () => {
    expect(firstDifference(runtime, wanted === undefined ? 40 : 400)).toBeUndefined();
  }, 600_000);

  it.each(chosen().map((mutant): [string, Mutant] => [mutant.name, mutant]))(
    "%s: is found",
    async (name, mutant) => {
      const found = firstDifference(await plant(mutant, folder, mutants.indexOf(mutant)), 10_000);
      if (wanted !== undefined) console.info(`${name}: ${found?.accounts ?? "never"}: ${found?.text ?? ""}`);
      expect(found).toBeDefined();
    },
    600_000,
  );
});
