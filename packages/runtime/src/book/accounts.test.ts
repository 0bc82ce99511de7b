import fc from "fast-check";
import { expect, it } from "vitest";
import { namesFor, readAccount } from "./accounts.ts";
import { readHeader } from "./columns.ts";
import { littleBook, littleBundle } from "./testkit/bundle.ts";

it("an account that is plainly good is read as the schema reads it, and the schema judges the rest", () => {
  const columns = (littleBook()["accounts.csv"] ?? "").split("\n")[0]?.split(",") ?? [];
  const names = namesFor(littleBundle(), readHeader("accounts", columns, "accounts.csv"));
  const [row = ""] = (littleBook()["accounts.csv"] ?? "").split("\n").slice(1);
  const number = fc.oneof(
    { arbitrary: fc.stringMatching(/^[0-9]{1,6}([.][0-9]{1,4})?$/), weight: 4 },
    { arbitrary: fc.stringMatching(/^0[.][0-9]{1,4}$/), weight: 8 },
    fc.constantFrom("", "0", "-0", "-1", "-12.5", "1", "1.0001", "1e3", "5.", ".5", "--1", "-", "+4"),
  );
  const made = fc.record({
    account: fc.constantFrom("1001", "1001", "1001", ""),
    registration: fc.constantFrom("taxable", "roth", "exempt", "taxable", "Taxable", ""),
    ...Object.fromEntries(
      ["cash", "st_rate", "lt_rate", "ytd_short", "ytd_long", "carry_short", "carry_long"].map((name) => [
        name,
        number,
      ]),
    ),
  });
  let good = 0;
  for (const cells of fc.sample(made, { numRuns: 4_000, seed: 3 })) {
    const whole = row
      .split(",")
      .map((cell, at) => Reflect.get(cells, columns[at] ?? "") ?? cell)
      .map(String);
    const found = readAccount(whole, names);
    expect(found, whole.join(",")).toEqual(readAccount(whole, names, true));
    if (found.value !== undefined) good += 1;
  }
  expect(good).toBeGreaterThan(200);
});
