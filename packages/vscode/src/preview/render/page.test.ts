import type { PreviewAnswer, PreviewModel, PreviewNode } from "@mandate/lsp";
import { describe, expect, it } from "vitest";
import { shell } from "../shell.ts";
import { showing } from "../shown.ts";
import { page } from "./page.ts";

const source = { uri: "file:///p/firm/models.mandate", line: 3 };
const model: PreviewModel = {
  name: "Balanced",
  title: "Balanced <60/40>",
  nodes: [
    {
      name: "Equity",
      kind: "class",
      target: 0.6,
      band: { low: 0.55, high: 0.65 },
      alternates: [],
      held: { before: 0.5, after: 0.59 },
      source,
      children: [
        {
          name: "VTI",
          kind: "holding",
          title: 'Total "market"',
          target: 0.6,
          alternates: ["ITOT", "SCHB"],
          children: [],
          source,
        },
      ],
    },
    { name: "Cash", kind: "class", target: 0.4, alternates: [], children: [], source },
  ],
};
const modelAnswer: PreviewAnswer = { kind: "model", model, errors: 0 };

type View = Extract<Extract<PreviewAnswer, { kind: "account" }>["outcome"], { state: "solved" }>["view"];
const cost = { total: 10, drift: 10, alternates: 0, tax: 0, trading: 0, risk: 0, preferences: 0 };
const view: View = {
  account: "1001",
  name: "Rivera",
  asOf: "2026-11-20",
  value: "100000.00",
  cash: { before: "50000.00", after: "41000.00", weightBefore: 0.5, weightAfter: 0.41 },
  holdings: [
    {
      symbol: "VTI",
      price: "250",
      before: { shares: "200", value: "50000.00", weight: 0.5 },
      after: { shares: "236", value: "59000.00", weight: 0.59 },
    },
  ],
  proposal: {
    account: "1001",
    status: "proposed",
    value: "100000.00",
    before: { ...cost, total: 90 },
    after: cost,
    bound: 9,
    gap: 1,
    trades: [
      {
        symbol: "VTI",
        side: "buy",
        quantity: "36",
        price: "250",
        value: "9000.00",
        lots: [],
        because: [{ text: "Equity below its target & band", value: 80, source: "firm/objective.mandate:3" }],
      },
    ],
    gains: { short: "0.00", long: "-120.00" },
    limits: [
      {
        name: "Floor",
        source: "firm/limits.mandate:2",
        layer: "firm",
        level: 0.41,
        bound: 0.41,
        unit: "weight",
        binding: true,
        price: 12,
      },
    ],
  },
  row: { account: "1001", registration: "taxable", choices: {}, columns: {} },
};
const solved: PreviewAnswer = {
  kind: "account",
  account: "1001",
  title: "Rivera",
  model,
  outcome: { state: "solved", view },
  errors: 0,
};

/** Markup as a browser without any doubt reads it: every tag closed, in order. */
function balanced(markup: string): boolean {
  const open: string[] = [];
  for (const [, slash, name = "", rest = ""] of markup.matchAll(
    /<(\/?)([a-z][a-zA-Z0-9]*)((?:"[^"]*"|[^<>"])*)>/g,
  )) {
    if (rest.endsWith("/") || name === "br") continue;
    if (slash === "") open.push(name);
    else if (open.pop() !== name) return false;
  }
  return open.length === 0;
}

describe("the page of a model", () => {
  const { title, body } = page(modelAnswer);

  it("is the bars and the table", () => {
    expect(title).toBe("Balanced");
    expect(body).toMatchSnapshot();
    expect(balanced(body)).toBe(true);
  });

  it("draws each part as wide as its weight, from where the one before it ends", () => {
    expect(body).toContain('<svg x="0%" y="0" width="60%"');
    expect(body).toContain('<svg x="60%" y="0" width="40%"');
    // inside of Equity, a row lower
    expect(body).toContain('<svg x="0%" y="39" width="60%"');
  });

  it("shows under a bar where its edge may move", () => {
    expect(body).toContain('<rect class="reach hue0" x="55%" y="31" width="10%"');
  });

  it("shows the largest of many holdings, and the others in one row", () => {
    const holding = (index: number): PreviewNode => ({
      name: `S${index}`,
      kind: "holding",
      target: index / 1000,
      held: { before: 0.001, after: 0.002 },
      alternates: [],
      children: [],
      source,
    });
    const many = Array.from({ length: 20 }, (_, index) => holding(index + 1));
    const { body: long } = page({ ...modelAnswer, model: { ...model, nodes: many } });
    const table = long.slice(long.indexOf("<table"));
    expect(table.match(/>S\d+</g)).toHaveLength(10);
    expect(table).toContain(">S20<");
    expect(table).toContain('>and 10 more</button></th><td class="number">5.5 %</td>');
    expect(table).toContain('<td class="number">1.0 %</td><td class="number">2.0 %</td>');
    // In the picture each has its place.
    expect(long.match(/class="part /g)).toHaveLength(20);
  });

  it("says in words what is drawn, and marks what is outside of its band", () => {
    expect(body).toContain('role="img" aria-label="model Balanced, level by level"');
    expect(body).toContain('50.0 %<span class="hidden"> outside its band</span>');
    expect(body).not.toContain('59.0 %<span class="hidden">');
  });
});

describe("the page of an account", () => {
  it("is what it holds before and after, the trades and why", () => {
    const { title, body } = page(solved);
    expect(title).toBe("Account 1001");
    expect(body).toMatchSnapshot();
    expect(balanced(body)).toBe(true);
    expect(body).toContain("buy 36");
    expect(body).toContain("saves $80");
    expect(body).toContain("looser by 1 % of the account, it would save $12");
  });

  it("says what clashes where nothing is permitted", () => {
    const { body } = page({
      ...solved,
      outcome: {
        state: "solved",
        view: {
          ...view,
          proposal: {
            account: "1001",
            status: "infeasible",
            value: "1.00",
            before: cost,
            trades: [],
            conflict: [{ name: "Cap", source: "firm/a.mandate:1", layer: "firm", text: "weight(x) <= 5%" }],
            repairs: [{ layer: "client", clause: "keep", text: "let `keep` go" }],
          },
        },
      },
    });
    expect(balanced(body)).toBe(true);
    expect(body).toContain('role="alert"');
    expect(body).toContain("weight(x) &lt;= 5%");
    expect(body).toContain("let <code>keep</code> go");
    // Nothing is traded, so the holdings have no after.
    expect(body).toContain("<caption>Holdings</caption>");
  });

  it("says why there is nothing to show, and shows the model", () => {
    const { body } = page({ ...solved, outcome: { state: "no book", why: "no `book` <here>" } });
    expect(body).toContain("no <code>book</code> &lt;here&gt;");
    expect(body).toContain("Model Balanced");
  });
});

it("no text becomes markup", () => {
  const evil = `"><img src=x onerror=alert(1)>'&`;
  const node = {
    ...model.nodes[0],
    name: evil,
    title: evil,
    alternates: [evil],
    source: { uri: evil, line: 1 },
  };
  const first = model.nodes[1];
  if (first === undefined) throw new Error("the model has two parts");
  const { body } = page({
    ...modelAnswer,
    model: { ...model, name: evil, title: evil, base: evil, nodes: [{ ...first, ...node }] },
  });
  expect(body).not.toContain("<img");
  expect(balanced(body)).toBe(true);
});

describe("what is shown while somebody types", () => {
  const before = showing(undefined, solved);

  it("stays, with a word, while the text has errors", () => {
    const nothing = showing(before, { kind: "nothing", why: "w", errors: 2 });
    expect(nothing.last).toBe(solved);
    expect(nothing.shown.body).toContain("not up to date: the policies have 2 errors");
    const errors = showing(before, { ...solved, outcome: { state: "errors", why: "w" }, errors: 1 });
    expect(errors.shown.body).toContain("not up to date: the policies have an error");
    expect(errors.shown.body).toContain("Holdings before and after");
  });

  it("stays without a word where the cursor leaves the block", () => {
    expect(showing(before, { kind: "nothing", why: "w", errors: 0 }).shown).toEqual(before.shown);
  });

  it("is another account at once", () => {
    const other = showing(before, {
      ...solved,
      account: "1002",
      outcome: { state: "errors", why: "w" },
      errors: 1,
    });
    expect(other.shown.title).toBe("Account 1002");
    expect(other.shown.body).not.toContain("Holdings before and after");
  });
});

it("the page loads nothing from elsewhere, and runs nothing but its own program", () => {
  const html = shell({ source: "vscode-resource:", script: "s.js", style: "s.css", nonce: "n0nce" });
  expect(html).toContain(
    "default-src 'none'; style-src vscode-resource:; script-src 'nonce-n0nce'; base-uri 'none'; form-action 'none'",
  );
  expect(html).not.toContain("unsafe");
  expect(html).not.toMatch(/style="/);
  expect(page(solved).body).not.toMatch(/ style="| on[a-z]+="/);
});
