/**
 * Generated policies and books through both sides: the lowering with its solvers, and exact decimals with the checker.
 *
 * By hand, as long as one likes: MANDATE_DIFFERENTIAL=5000 npx vitest run test/differential/differential.test.ts
 * (from seed MANDATE_DIFFERENTIAL_FROM on). A difference names its seed and account.
 */
import { type Backend, createHighs, createJslp } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { corners } from "./corners.ts";
import { examineAll, seedsOf } from "./seeds.ts";

const seeds = Number(process.env.MANDATE_DIFFERENTIAL ?? 24);
const from = Number(process.env.MANDATE_DIFFERENTIAL_FROM ?? 1);
const now = () => performance.now();

let highs: Backend;
let jslp: Backend;
beforeAll(async () => {
  highs = await createHighs();
  jslp = createJslp(now);
});
afterAll(() => {
  highs.dispose();
  jslp.dispose();
});

describe("accounts made by hand", () => {
  it("are the same to the lowering and to exact decimals", () => {
    const effort = { points: 40, second: jslp, columns: 60, conflicts: true };
    expect(examineAll(corners(highs, now), 20, highs, effort).differences).toEqual([]);
  }, 120_000);
});

describe("generated policies and books", () => {
  it(
    `are the same to the lowering and to exact decimals (${seeds} projects)`,
    () => {
      const effort = { points: 6, second: jslp, columns: 60, conflicts: true };
      const { accounts, differences, tally } = examineAll(
        seedsOf(from, seeds, highs, now),
        20,
        highs,
        effort,
      );
      if (seeds > 24) console.info(`${accounts} accounts`, Object.fromEntries([...tally].sort()));
      expect(differences).toEqual([]);
      // A run that looked at nothing would pass too.
      for (const what of [
        "points permitted",
        "points forbidden",
        "proposed",
        "conflicts",
        "solved by two backends",
      ]) {
        expect(tally.get(what) ?? 0, what).toBeGreaterThan(seeds / 4);
      }
    },
    600_000 + seeds * 20_000,
  );
});
