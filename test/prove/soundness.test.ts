/**
 * What is proved, against the runtime: where every permitted choice is proved to leave a portfolio, accounts with choices
 * at random start from cash, and none is infeasible. `MANDATE_SOUNDNESS=200 MANDATE_SOUNDNESS_CHOICES=50` by hand.
 */
import { type Bundle, compile, type ProjectInput, prove } from "@mandate/compiler";
import { runTest } from "@mandate/runtime";
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { reachingFirm } from "./firms.ts";

const FIRMS = Number(process.env.MANDATE_SOUNDNESS ?? 6);
const CHOICES = Number(process.env.MANDATE_SOUNDNESS_CHOICES ?? 8);
const TODAY = "2026-11-20";

function compiled(input: ProjectInput, seed: number): Bundle {
  const { bundle, diagnostics } = compile(input, { today: TODAY });
  if (bundle !== undefined) return bundle;
  const [error] = diagnostics.filter(({ severity }) => severity === "error");
  throw new Error(`seed ${seed}: ${error?.message ?? ""}\n${input.files.map(({ text }) => text).join("\n")}`);
}

describe("a firm that is proved", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createHighs();
  });
  afterAll(() => backend.dispose());

  const infeasible = (bundle: Bundle): readonly string[] =>
    bundle.tests.flatMap((test) =>
      runTest(bundle, test, { backend, timeLimitSeconds: 30, now: () => performance.now() }).failures.map(
        ({ message }) => message,
      ),
    );

  it(
    `leaves a portfolio to ${CHOICES} choices of each of ${FIRMS}, from cash`,
    () => {
      let proved = 0;
      let refuted = 0;
      let unproved = 0;
      for (let seed = 1; proved < FIRMS; seed++) {
        const { firm, tested } = reachingFirm(seed);
        const { proofs } = prove(compiled(firm, seed), backend, { today: TODAY });
        const holds = proofs.every((proof) => proof.holds);
        if (!holds) unproved++;
        // Of those that are not proved a few are looked at too: a prover that proves nothing would be sound.
        if (!holds && unproved > FIRMS) continue;
        const failures = infeasible(compiled(tested(CHOICES), seed));
        if (!holds && failures.length > 0) refuted++;
        if (!holds) continue;
        proved++;
        expect(failures, `seed ${seed}\n${firm.files[0]?.text ?? ""}`).toEqual([]);
      }
      if (FIRMS > 6) console.info(`${proved} proved, ${unproved} not; of ${FIRMS} of these ${refuted} fail`);
      expect(unproved).toBeGreaterThan(0);
      expect(refuted).toBeGreaterThan(0);
    },
    60_000 + FIRMS * CHOICES * 2_000,
  );
});
