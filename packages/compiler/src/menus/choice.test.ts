/** What an account may write behind `choose … =`, and what is said of anything else. */
import { describe, expect, it } from "vitest";
import { compileText } from "../testkit/check.ts";
import { archiveOf, said, wrong } from "../testkit/rules.ts";

const firm = `menu M {
  option money: money in $0..$100 default none set by advisor
  option share: percent in 0%..5% default 1% set by advisor
  option points: pp in -2pp..2pp default 0pp set by advisor
  option count: count in 1..9 default 5 set by advisor
  option shares: shares default none set by advisor
  option number: number default 1 set by advisor
  option flag: flag default on set by advisor
  option kind: choice { none = 3, low = 5, high, other = 0.5 } default low set by advisor
  option plain: choice { low = 5, high = 6 } default low set by advisor
  option lists: lists of { Sin, Tech } default none set by advisor
  option odd: lists of { none } default none set by advisor
}
list none = Tech`;

function chosen(words: string): unknown {
  const { bundle } = compileText(archiveOf({ firm, advisor: `account "1" { choose M.${words} }` }));
  return bundle?.accounts[0]?.blocks[0]?.choices[0]?.value;
}

describe("a choice", () => {
  it.each([
    ["money = $0", { kind: "quantity", value: "0" }],
    ["money = $100", { kind: "quantity", value: "100" }],
    ["money = ($40 + $2)", { kind: "quantity", value: "42" }],
    ["money = none", { kind: "none" }],
    ["money = (none)", { kind: "none" }],
    ["share = 5%", { kind: "quantity", value: "0.05" }],
    ["share = 50bps", { kind: "quantity", value: "0.005" }],
    ["points = 50bps", { kind: "quantity", value: "0.005" }],
    ["points = -2pp", { kind: "quantity", value: "-0.02" }],
    ["count = 9", { kind: "quantity", value: "9" }],
    ["shares = 3 shares", { kind: "quantity", value: "3" }],
    ["number = 2.5", { kind: "quantity", value: "2.5" }],
    ["flag = on", { kind: "flag", on: true }],
    ["flag = (off)", { kind: "flag", on: false }],
    ["kind = none", { kind: "case", case: "none", value: "3" }],
    ["kind = high", { kind: "case", case: "high", value: "2" }],
    ["kind = other", { kind: "case", case: "other", value: "0.5" }],
    ["lists = Sin", { kind: "lists", lists: ["Sin"] }],
    ["lists = Tech, Sin, Tech", { kind: "lists", lists: ["Tech", "Sin"] }],
    ["lists = { Sin, Tech }", { kind: "lists", lists: ["Sin", "Tech"] }],
    ["lists = none", { kind: "none" }],
    ["odd = none", { kind: "lists", lists: ["none"] }],
  ])("M.%s", (words, value) => {
    expect(chosen(words)).toEqual(value);
  });

  it("names its list, so that renaming the list renames it", () => {
    const { model } = compileText(archiveOf({ firm, advisor: 'account "1" { choose M.lists = Sin, Tech }' }));
    const uses = (name: string) =>
      model.symbols.get(name)?.references.filter(({ file }) => file === "advisors/lee.mandate").length;
    expect([uses("Sin"), uses("Tech"), uses("Balanced")]).toEqual([1, 1, 0]);
  });

  it("is refused for what it is, where it stands", () => {
    const advisor = `
account "a" { choose M.money = $100.01 } //! error MDT4004
account "b" { choose M.money = $1, $2 } //! error MDT3005
account "c" { choose M.money = 5 } //! error MDT3005
account "d" { choose M.money = account.value } //! error MDT3005
account "e" { choose M.money = Nope } //! error
account "f" { choose M.share = 5pp } //! error MDT3005
account "g" { choose M.share = 5.01% } //! error MDT4004
account "h" { choose M.points = 1% } //! error MDT3005
account "i" { choose M.points = -201bps } //! error MDT4004
account "j" { choose M.count = $3 } //! error MDT3005
account "k" { choose M.number = 3% } //! error MDT3005
account "l" { choose M.shares = 3 } //! error MDT3005
account "m" { choose M.flag = yes } //! error MDT3005
account "n" { choose M.flag = 1 } //! error MDT3005
account "o" { choose M.flag = none } //! error MDT3005
account "p" { choose M.flag = on, off } //! error MDT3005
account "q" { choose M.kind = lwo } //! error MDT2011
account "r" { choose M.kind = 5 } //! error MDT3005
account "s" { choose M.kind = low, high } //! error MDT3005
account "t" { choose M.plain = none } //! error
account "u" { choose M.lists = Sim } //! error MDT2011
account "v" { choose M.lists = Equity } //! error MDT4019
account "w" { choose M.lists = AAPL } //! error MDT4019
account "x" { choose M.lists = 5% } //! error MDT3005
account "y" { choose M.lists = Sin, none } //! error
account "z" { choose M.money = $1 + 5% } //! error
account "A" { choose M.share = -(5) } //! error MDT3005
account "B" { choose M.count = 10 } //! error MDT4004
account "C" { choose M.count = 0 } //! error MDT4004
account "D" { choose M.kind = Nonsense } //! error MDT2011
account "E" { choose M.lists = Nonsense } //! error MDT2011
`;
    expect(wrong({ firm, advisor })).toEqual([]);
    expect(said({ firm, advisor })).toMatchSnapshot();
  });

  it("says nothing more of what could not be read, or is not its layer's", () => {
    const advisor = `
limit Mine { turnover <= 5% } //! error MDT4001
account "a" { choose M.lists = Mine }
account "b" { choose M.money = } //! error MDT1008
account "c" { choose M.money = $1, } //! error MDT1008
`;
    expect(wrong({ firm, advisor })).toEqual([]);
  });
});
