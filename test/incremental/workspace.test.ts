/**
 * What a workspace keeps from edit to edit, against compiling afresh after each.
 *
 * By hand, as long as one likes: MANDATE_EDITS=5000 npx vitest run test/incremental
 * (MANDATE_EDITS_SEED for another seed). What is shown for a failure is the smallest history that still fails.
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projects } from "../generate/arbitrary.ts";
import { follow } from "./compare.ts";
import { steps } from "./edits.ts";

const HISTORY = 30;
const histories = Math.ceil(Number(process.env["MANDATE_EDITS"] ?? 240) / HISTORY);
const seed = Number(process.env["MANDATE_EDITS_SEED"] ?? 11);

describe("a workspace after edits", () => {
  it(
    `says what a fresh compilation says (${histories} histories)`,
    () => {
      fc.assert(
        fc.property(projects({ securities: 24 }), steps(HISTORY), (project, history) => {
          expect(follow(project, history)).toBeUndefined();
        }),
        { seed, numRuns: histories },
      );
    },
    60_000 + histories * 20_000,
  );
});
