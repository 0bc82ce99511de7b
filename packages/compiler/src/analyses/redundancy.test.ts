/** What is called idle, against portfolios drawn at random: none that the others permit is forbidden by it. */
import { createHighs } from "@mandate/solver";
import { describe, expect, it } from "vitest";
import type { Bundle, Clause, Expr } from "../bundle/index.ts";
import { compileArchive, TODAY } from "../testkit/index.ts";
import { prove } from "./index.ts";
import { makeFirm, randomFrom } from "./testing/firms.ts";

/** By security of the universe; cash last. */
type Portfolio = readonly number[];

/** An evaluation of its own, for the few forms that the generated limits have. */
function level(bundle: Bundle, expr: Expr, portfolio: Portfolio, items: ReadonlyMap<string, number>): number {
  const weigh = (set: Extract<Expr, { e: "measure" }>["of"]): number => {
    if (set.set === "variable") return portfolio[items.get(set.name) ?? -1] ?? Number.NaN;
    if (set.set !== "fixed") throw new Error(`no set of kind ${set.set} is generated`);
    const found = bundle.sets[set.id];
    const cash = found?.cash === true ? (portfolio[bundle.universe.length] ?? 0) : 0;
    return (found?.members ?? []).reduce((sum, member) => sum + (portfolio[member] ?? 0), cash);
  };
  switch (expr.e) {
    case "constant":
      return Number(expr.value);
    case "measure":
      return expr.base === undefined ? weigh(expr.of) : weigh(expr.of) / (weigh(expr.base) || 1);
    case "total":
      return expr.measure === "cash" ? (portfolio[bundle.universe.length] ?? 0) : 0;
    case "add":
      return level(bundle, expr.left, portfolio, items) + level(bundle, expr.right, portfolio, items);
    case "option":
      return 0;
    default:
      throw new Error(`no expression of kind ${expr.e} is generated`);
  }
}

function holds(bundle: Bundle, clause: Clause, portfolio: Portfolio): boolean {
  return clause.rules.every((rule) => {
    if (rule.rule !== "compare") throw new Error("only comparisons are generated");
    const [loop] = rule.loops;
    const range = loop?.range;
    const members =
      range === undefined
        ? [-1]
        : range.over === "securities" && range.of.set === "fixed"
          ? (bundle.sets[range.of.id]?.members ?? [])
          : [];
    return members.every((member) => {
      const items = new Map(loop === undefined ? [] : [[loop.variable, member]]);
      const left = level(bundle, rule.left, portfolio, items);
      const right = level(bundle, rule.right, portfolio, items);
      return rule.operator === "<=" ? left <= right + 1e-9 : left >= right - 1e-9;
    });
  });
}

/** Portfolios of a few securities and of many, so that floors and ceilings are both met and missed. */
function drawn(size: number, next: () => number): Portfolio {
  const sharp = 1 + 5 * next();
  const raw = Array.from({ length: size + 1 }, () => next() ** sharp);
  const sum = raw.reduce((all, value) => all + value, 0);
  return raw.map((value) => value / sum);
}

describe("clauses that are called idle", () => {
  it("forbid nothing that the others permit, and of two that say the same only the later is one", async () => {
    const backend = await createHighs();
    const seen = { idle: 0, permitted: 0 };
    for (let seed = 1; seed <= 60; seed++) {
      const { bundle } = compileArchive({ files: makeFirm(seed).files, markers: [] });
      if (bundle === undefined) throw new Error(`seed ${seed} does not compile`);
      const { findings } = prove(bundle, backend, { today: TODAY });
      const starts = new Set(findings.filter(({ code }) => code === "MDT6004").map(({ span }) => span.start));
      const limits = bundle.clauses.filter(({ when }) => when === undefined);
      const idle = limits.filter(({ source }) => starts.has(source.start));
      const others = limits.filter(({ source }) => !starts.has(source.start));
      const bands = bundle.models.flatMap(({ nodes }) =>
        nodes.flatMap((node) => (node.node === "class" && node.band !== undefined ? [node] : [])),
      );
      const inBands = (portfolio: Portfolio): boolean =>
        bands.every(({ class: name, band }) => {
          const set = bundle.classes.find((one) => one.name === name)?.set ?? -1;
          const weight = (bundle.sets[set]?.members ?? []).reduce(
            (sum, member) => sum + (portfolio[member] ?? 0),
            0,
          );
          return weight >= Number(band?.low) - 1e-9 && weight <= Number(band?.high) + 1e-9;
        });
      seen.idle += idle.length;
      const next = randomFrom(seed);
      for (let n = 0; n < 1500; n++) {
        const portfolio = drawn(bundle.universe.length, next);
        if (!inBands(portfolio) || !others.every((clause) => holds(bundle, clause, portfolio))) continue;
        seen.permitted++;
        for (const clause of idle)
          expect(holds(bundle, clause, portfolio), `seed ${seed}: ${clause.text}`).toBe(true);
      }
    }
    backend.dispose();
    expect(seen.idle).toBeGreaterThan(20);
    expect(seen.permitted).toBeGreaterThan(300);
  }, 120_000);
});
