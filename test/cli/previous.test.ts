/** `previous_book`: a price that moved too far is not believed. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { folderWith, mandate, manifest, small } from "./support.ts";

const securities = (day: string, vti: number) =>
  `symbol,asset_class,price,price_date\nVTI,Equity,${vti},${day}\nITOT,Equity,100,${day}\nBND,Bonds,75,${day}\n`;
const settings = JSON.parse(manifest) as Record<string, unknown>;

const accounts =
  "account,registration,model,cash,st_rate,lt_rate,ytd_short,ytd_long,carry_short,carry_long\n1,exempt,Base,100000,,,,,,\n";
const lots = "account,lot,symbol,quantity,unit_cost,acquired\n";

function project(more: Readonly<Record<string, unknown>>): string {
  return folderWith({
    ...small,
    "mandate.json": JSON.stringify({ ...settings, ...more }),
    "book/securities.csv": securities("2026-11-20", 250),
    "book/accounts.csv": accounts,
    "book/lots.csv": lots,
    "last/securities.csv": securities("2026-11-19", 170),
    "last/accounts.csv": accounts,
    "last/lots.csv": lots,
  });
}

async function quarantine(folder: string): Promise<string> {
  const { code, err } = await mandate(["solve", "--quiet", "--workers", "1", "--out", "out"], folder);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return readFileSync(join(folder, "out", "quarantine.jsonl"), "utf8");
}

describe("the previous book", () => {
  it("puts aside who would trade at a price that jumped", async () => {
    const line = JSON.parse(await quarantine(project({ previous_book: "last" })));
    expect(line).toMatchObject({ account: "1", code: "MDT7207", value: "250" });
    expect(line.reason).toContain("went from 170 to 250");
  });

  it("is judged by the manifest's `price_jump`, and not at all where there is none", async () => {
    expect(await quarantine(project({ previous_book: "last", price_jump: 0.5 }))).toBe("");
    expect(await quarantine(project({}))).toBe("");
  });

  it("must be there where the manifest names it", async () => {
    const folder = project({ previous_book: "lost" });
    const { code, err } = await mandate(["solve", "--workers", "1", "--out", "out"], folder);
    expect(code).toBe(2);
    expect(err).toBe(
      "mandate: the book `DIR/lost` cannot be opened: it is not there; it is what the manifest's `previous_book` names\n",
    );
  });
});
