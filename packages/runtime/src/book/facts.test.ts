import { describe, expect, it } from "vitest";
import { littleBook, littleBundle } from "./testkit/bundle.ts";
import { withBook } from "./testkit/folder.ts";

const bundle = {
  ...littleBundle(),
  accountColumns: [
    { name: "risk_score", type: "number" as const },
    { name: "pays_itself", type: "flag" as const },
    { name: "name", type: "text" as const },
  ],
};

/** The little book with two more columns. */
function withColumns(cells: (row: number) => string): Readonly<Record<string, string>> {
  const files = littleBook();
  const [header = "", ...rows] = (files["accounts.csv"] ?? "").trimEnd().split("\n");
  const lines = [`${header},risk_score,pays_itself`, ...rows.map((row, at) => `${row},${cells(at)}`)];
  return { ...files, "accounts.csv": `${lines.join("\n")}\n` };
}

describe("columns that policies ask for", () => {
  it("are read as what they are declared to be", async () => {
    const cells = ["3.50,TRUE", ",", "0,no", "-2,Yes"];
    const read = await withBook(
      withColumns((at) => cells[at] ?? "1,0"),
      (book) => book.readAll(),
      { bundle },
    );
    expect(read.slice(0, 4).map(({ columns }) => [columns["risk_score"], columns["pays_itself"]])).toEqual([
      ["3.50", "1"],
      ["", "0"],
      ["0", "0"],
      ["-2", "1"],
    ]);
  });

  it("put an account aside whose cell cannot be read", async () => {
    const cells = ["high,1", "1,maybe"];
    const faults = await withBook(
      withColumns((at) => cells[at] ?? "1,0"),
      async (book) => book.quarantine.map(({ account, code, row, value }) => ({ account, code, row, value })),
      { bundle },
    );
    expect(faults).toEqual([
      { account: "1001", code: "MDT7214", row: 2, value: "high" },
      { account: "1002", code: "MDT7247", row: 3, value: "maybe" },
    ]);
  });

  it("must be there: a condition on a column that no account has would fail in silence", async () => {
    const files = littleBook();
    const renamed = (files["accounts.csv"] ?? "")
      .replace("\n", ",riskscore,pays_itself\n")
      .replace(/(\d|Careful|,)\n/g, "$1,1,1\n");
    await expect(withBook(files, async () => undefined, { bundle })).rejects.toMatchObject({
      code: "MDT7305",
      message: expect.stringContaining(
        "has no column `risk_score`, which policies ask for as `account.risk_score`",
      ),
    });
    await expect(
      withBook({ ...files, "accounts.csv": renamed }, async () => undefined, { bundle }),
    ).rejects.toMatchObject({ message: expect.stringContaining("did you mean `riskscore`?") });
  });
});

describe("activity of an account that is put aside", () => {
  const sale = "1001,AAA,2026-11-10,sell,5,9.00,-25\n";
  const rows = (damage: (row: string) => string) => {
    const files = littleBook();
    const accounts = (files["accounts.csv"] ?? "").replace(/^1001,.*$/m, damage);
    return { ...files, "accounts.csv": accounts, "activity.csv": `${files["activity.csv"] ?? ""}${sale}` };
  };
  const sold = (damage: (row: string) => string) =>
    withBook(rows(damage), async (book) => {
      expect(book.quarantine.map(({ account }) => account)).toContain("1001");
      return (await book.activity([0, 1]))
        .filter(({ side }) => side === "sell")
        .map(({ account, registration, gain }) => [account, registration, gain?.toString()]);
    });

  it("is there with its registration, where that can be read", async () => {
    expect(await sold((row) => row.replace(",Core,", ",Coer,"))).toEqual([["1001", "taxable", "-25"]]);
    expect(await sold((row) => row.replace(",taxable,", ",taxible,"))).toEqual([["1001", undefined, "-25"]]);
  });
});
