import { describe, expect, it } from "vitest";
import { fault } from "./codes.ts";
import { rowList } from "./duplicates.ts";
import type { Placed } from "./faultList.ts";
import { Quarantine } from "./quarantine.ts";

const unknown = (row: number): Placed => ({
  fault: fault("unknownAccount", { account: "A", nearest: undefined }, "A"),
  file: "lots.csv",
  row,
});
const shown = (quarantine: Quarantine): readonly string[] =>
  quarantine
    .list((account) => account.charCodeAt(0))
    .map(({ account, code, row, reason }) => `${account} ${code} ${row} ${reason.split(" ")[0]}`);

describe("what is put aside", () => {
  it("is in the accounts' order, each fault of a record once", () => {
    const quarantine = new Quarantine();
    for (const [account, row] of [
      ["B", 4],
      ["A", 3],
      ["B", 4],
      ["B", 5],
    ] as const)
      quarantine.put(account, unknown(row));
    expect(shown(quarantine)).toEqual(["A MDT7224 3 account", "B MDT7224 4 account", "B MDT7224 5 account"]);
  });

  it("is counted where there is too much of one account, from the first that is not listed", () => {
    const quarantine = new Quarantine(3);
    for (let row = 2; row < 2002; row++) quarantine.put("A", unknown(row));
    quarantine.put("B", unknown(9));
    expect(shown(quarantine)).toEqual([
      "A MDT7224 2 account",
      "A MDT7224 3 account",
      "A MDT7224 4 account",
      "A MDT7248 5 1,997",
      "B MDT7224 9 account",
    ]);
  });

  it("has each account where there is too much of all", () => {
    const quarantine = new Quarantine(3, 4);
    for (const account of ["A", "B", "C", "D"])
      for (const row of [2, 3]) quarantine.put(account, unknown(row));
    expect(shown(quarantine)).toEqual([
      "A MDT7224 2 account",
      "A MDT7224 3 account",
      "B MDT7224 2 account",
      "B MDT7224 3 account",
      "C MDT7224 2 account",
      "C MDT7248 3 1",
      "D MDT7224 2 account",
      "D MDT7248 3 1",
    ]);
  });

  it("is the same when it was found apart and taken over", () => {
    const [whole, part] = [new Quarantine(2), new Quarantine(2)];
    const [one, other] = [unknown(7), unknown(8)];
    for (const quarantine of [whole, part]) {
      for (let row = 2; row < 9; row++) quarantine.put("A", unknown(row));
      for (let row = 2; row < 9; row++) quarantine.warn(unknown(row));
      quarantine.put("B", one);
    }
    const taken = new Quarantine(2);
    taken.take(part);
    expect(shown(taken)).toEqual(shown(whole));
    expect(taken.warnings()).toEqual(whole.warnings());
    expect(taken.warnings().map(({ row, reason }) => `${row} ${reason.split(",")[0]}`)).toEqual([
      "2 account `A` is not among the accounts",
      "3 account `A` is not among the accounts",
      "4 5 more faults were found",
    ]);
    expect([taken.blames(one), taken.blames(other), taken.has("C")]).toEqual([true, false, false]);
  });

  it("tells the rows of what is there often in few words", () => {
    expect(rowList([2, 5])).toBe("2, 5");
    const rows = Array.from({ length: 1021 }, (_, at) => at + 2);
    expect(rowList(rows)).toBe(`${rows.slice(0, 20).join(", ")} and 1,001 more`);
  });
});
