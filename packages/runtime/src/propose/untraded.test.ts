import { createStructured } from "@mandate/solver";
import { expect, it } from "vitest";
import {
  amount,
  clause,
  compare,
  forEach,
  item,
  literal,
  SHARES,
  type SituationSpec,
  sets,
  situationOf,
  weight,
} from "../testkit/index.ts";
import { proposeAccount } from "./account.ts";

const spec: SituationSpec = {
  securities: { AAA: { price: 100 }, BBB: { price: 50 }, CCC: { price: 10 } },
  targets: [
    ["AAA", 0.98],
    ["Cash", 0.02],
  ],
  registration: "roth",
  cash: 10_000,
};
const refs = sets(spec);

/** The reason and the names of the clauses of an account that has no proposal. */
function toldOf(asked: ReturnType<typeof clause>): readonly [string | undefined, readonly string[]] {
  const situation = situationOf({ ...spec, clauses: [asked] });
  const backend = createStructured();
  const { proposal } = proposeAccount(
    {
      bundle: situation.bundle,
      market: situation.market,
      backend,
      timeLimitSeconds: 10,
      purchasesFromLots: false,
      now: () => 0,
    },
    situation,
  );
  backend.dispose();
  if (proposal.status !== "infeasible") throw new Error(`the account is ${proposal.status}`);
  return [proposal.reason, proposal.conflict.map(({ name }) => name)];
}

it("a floor under what the account has nothing to do with says so", () => {
  const bought = compare(amount("bought", refs.of("BBB"), SHARES), ">=", literal(150, SHARES));
  expect(toldOf(clause("Some", bought))).toEqual([
    "`BBB` is not held, and the account's model does not name it; only what is held or named is traded",
    ["Some"],
  ]);
  const each = compare(weight(item), ">=", literal("0.01"), [forEach("securities", refs.all)]);
  expect(toldOf(clause("Each", each))[0]).toMatch(/^`BBB` is not held/);
});

it("a floor that is too high is no such thing", () => {
  expect(toldOf(clause("High", compare(weight(refs.of("AAA")), ">=", literal("1.01"))))).toEqual([
    undefined,
    ["High"],
  ]);
});
