/**
 * Would the differential test find an error? One is planted in the lowering, and the same accounts must tell.
 *
 * By hand, all of them: MANDATE_MUTANTS=all npx vitest run test/differential/mutants (some: MANDATE_MUTANTS=3,17).
 * Otherwise a few, always the same.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Lowered, Situation } from "@mandate/runtime/testing";
import * as runtime from "@mandate/runtime/testing";
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compareAt, type Lowering, type Probe } from "../compare.ts";
import { corners } from "../corners.ts";
import { probesOf } from "../probes.ts";
import { type Case, casesOf } from "../situations.ts";
import { plant, planted } from "./build.ts";
import type { Mutant } from "./mutant.ts";
import { mutants } from "./table.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-mutants-"));
const seeds = Number(process.env.MANDATE_MUTANT_SEEDS ?? 150);
const wanted = process.env.MANDATE_MUTANTS;
/** Without `MANDATE_MUTANTS`: so many, spread over the table; the same every time, so that a failure can be had again. */
const few = 6;

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
  const apart = mutants.length / few;
  return Array.from({ length: few }, (_, place) => mutants[Math.floor(place * apart)]).flatMap(
    (mutant) => mutant ?? [],
  );
}

interface Subject {
  readonly one: Case;
  readonly lowered: Lowered;
  /** what it is looked at; made where a mutant changes anything about the account */
  probes?: readonly Probe[];
}

/** Accounts in the order of seeds, as far as any mutant needs them. */
const made: Subject[] = [];
function* subjects(): Generator<Subject> {
  for (const one of corners(backend, () => performance.now()))
    yield { one, lowered: runtime.lower(one.situation) };
  for (let seed = 1; seed <= seeds; seed++) {
    for (const one of casesOf(seed, backend, () => performance.now())) {
      yield { one, lowered: runtime.lower(one.situation) };
    }
  }
}
let making: Generator<Subject> | undefined;

function subjectAt(place: number): Subject | undefined {
  while (made.length <= place) {
    making ??= subjects();
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

function lowers(lowering: Lowering, situation: Situation): Lowered | string {
  try {
    return lowering.lower(situation);
  } catch (error) {
    return `the lowering stops: ${error instanceof Error ? error.message : String(error)}`;
  }
}

function differenceIn(lowering: Lowering, subject: Subject): string | undefined {
  const lowered = lowers(lowering, subject.one.situation);
  if (typeof lowered === "string") return lowered;
  if (lowering !== runtime && told(lowered) === told(subject.lowered)) return undefined;
  subject.probes ??= [...probesOf(subject.one, subject.one.seed < 0 ? 60 : 6)];
  for (const probe of subject.probes) {
    const [text] = compareAt(lowering, lowered, probe, backend).differences;
    if (text !== undefined) return text;
  }
  return undefined;
}

/** All that a lowering says, as text: where two say the same there is nothing to find. */
function told({ problem, limits, costs, offsets, parts }: Lowered): string {
  const { rowLower, rowUpper, colLower, colUpper, cost, index, value } = problem;
  const arrays = [rowLower, rowUpper, colLower, colUpper, cost, index, value, problem.integer ?? []];
  const levels = limits.map(({ bound, level, base }) => [bound, level, base]);
  return `${arrays.map((array) => array.join()).join("|")}${JSON.stringify([levels, costs, offsets, parts])}`;
}

describe("errors planted in the lowering", () => {
  it("each still find their place", () => {
    for (const mutant of mutants) expect(planted(mutant)).toContain(mutant.replace);
    expect(new Set(mutants.map(({ name }) => name)).size).toBe(mutants.length);
    expect(mutants.length).toBeGreaterThanOrEqual(40);
  });

  it("are not there to begin with", () => {
    expect(firstDifference(runtime, wanted === undefined ? 40 : 100)).toBeUndefined();
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
