import { describe, expect, it } from "vitest";
import { compileArchive } from "../testkit/check.ts";
import { archiveOf, said } from "../testkit/rules.ts";
import { readArchive } from "../testkit/txtar.ts";

const block = (clauses: string) => `account "a" {\n  model Balanced\n${clauses}\n}`;
const codes = (advisor: string, more: { client?: string; firm?: string } = {}) =>
  compileArchive(readArchive(archiveOf({ advisor, ...more }))).diagnostics.map(({ code }) => code);

describe("clauses that a block says twice", () => {
  it("are told with what the two come to", () => {
    const advisor = block(`  never buy AAPL because "employer"
  never buy \`AAPL\`
  keep MSFT until 2098-01-01
  keep MSFT until 2099-01-01
  sell MO by 2099-01-01
  sell MO by 2099-01-01
  exclude Sin divest now
  exclude Sin keep what is held
  reserve cash 2%
  reserve cash 2%
  raise cash $500 by 2099-01-01
  raise cash $500 by 2099-01-01
  tilt 1pp to USSmall from USLarge
  tilt 1pp to USSmall from USLarge
  tighten SingleStock to 3%
  tighten SingleStock to 4%
  trade at most 20% per run
  trade at most 30% per run`);
    expect(said({ advisor })).toMatchSnapshot();
  });

  it("are none where each says something of its own", () => {
    const advisor = block(`  never buy AAPL  never sell AAPL  never buy MSFT
  reserve cash 2% because "kitchen"  reserve cash 2% because "taxes"
  reserve cash 3% until 2098-01-01  reserve cash 3% until 2099-01-01
  tighten SingleStock to 3%  tighten SingleStock for AAPL to 2%`);
    expect(codes(block("  keep AAPL until 2020-01-01  keep AAPL until 2099-01-01"))).toEqual(["MDT4032"]);
    expect(said({ advisor, client: 'account "a" { never buy AAPL }' })).toBe("");
  });

  it("are the firm's, too, and a test's are its own affair", () => {
    expect(codes(block(""), { firm: "never buy AAPL\nnever buy AAPL" })).toEqual(["MDT4038"]);
    const test = `test "t" { on 2026-11-20  prices { VTI $1  ITOT $1  VB $1  BND $1  AGG $1  AAPL $1 }
  account "a" { model Balanced  roth  cash $9  never buy AAPL  never buy AAPL }  expect feasible }`;
    expect(codes(block(""), { firm: test })).toEqual([]);
  });

  it.each([
    [
      'account "a" {\n  never buy AAPL // his employer\n  never buy AAPL\n}',
      'account "a" {\n  never buy AAPL // his employer\n}',
    ],
    ['account "a" { never buy AAPL  never buy AAPL }', 'account "a" { never buy AAPL }'],
    [
      'account "a" {\n  never buy AAPL // his employer\n  never buy AAPL  never buy MO\n}',
      'account "a" {\n  never buy AAPL // his employer\n  never buy MO\n}',
    ],
  ])("are taken out by their fix, and no more: %s", (before, after) => {
    const [found] = compileArchive(readArchive(archiveOf({ advisor: before }))).diagnostics;
    const [edit] = found?.fixes[0]?.edits ?? [];
    const text = before.slice(0, edit?.span.start) + before.slice(edit?.span.end);
    expect(text.replace(/\n {4}never/, "\n  never")).toBe(after);
    expect(codes(text)).toEqual([]);
  });
});
