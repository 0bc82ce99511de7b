/** Sleeves: from their own text or a CSV, each resolved once, used wherever their securities belong. */
import type { Span, Text } from "@mandate/dsl";
import type { Decimal } from "decimal.js";
import { catalogue } from "../catalogue/index.ts";
import { type Env, scopeIn } from "../env.ts";
import { damaged, placeOf } from "../files/unit.ts";
import { Exact, readDecimal } from "../numbers/decimal.ts";
import { readSymbols } from "../sets/lists.ts";
import { reportCircle } from "../symbols/circle.ts";
import type { EntityOf } from "../symbols/entity.ts";
import type { Entry } from "./allocation.ts";
import { resolveItems, type SleeveOf } from "./entries.ts";
import { checkLevel } from "./level.ts";

const { data, models } = catalogue;

type SleeveEntity = EntityOf<"sleeve">;

/** A function that resolves sleeves by name; undefined for one that is wrong, which is reported once. */
export function sleeveResolver(env: Env): SleeveOf {
  const entities = new Map(env.declarations.of("sleeve").map((entity) => [entity.name, entity]));
  const done = new Map<string, readonly Entry[] | undefined>();
  const under: SleeveEntity[] = [];
  const sleeveOf: SleeveOf = (name) => {
    if (done.has(name)) return done.get(name);
    const entity = entities.get(name);
    if (entity === undefined) return undefined;
    const start = under.indexOf(entity);
    if (start >= 0) {
      reportCircle(env.reporter, under.slice(start));
      for (const member of under.slice(start)) done.set(member.name, undefined);
      return undefined;
    }
    under.push(entity);
    const entries = resolveSleeve(env, entity, sleeveOf);
    under.pop();
    if (!done.has(name)) done.set(name, entries);
    return done.get(name);
  };
  return sleeveOf;
}

function resolveSleeve(env: Env, entity: SleeveEntity, sleeveOf: SleeveOf): readonly Entry[] | undefined {
  const { node, unit } = entity;
  if ("from" in node.source) return fromFile(env, entity, node.source.from);
  const entries = resolveItems(scopeIn(env, unit), node.source.items, sleeveOf);
  for (const entry of entries) {
    if (entry.kind === "class") {
      env.reporter.report(
        models.notInSleeve,
        { file: unit.path, span: entry.nameSpan },
        { found: entry.name, is: "asset class" },
      );
      return undefined;
    }
  }
  if (entries.length === 0 && !damaged(unit, node.span)) {
    env.reporter.report(models.needsSecurity, placeOf(unit, node.name), { found: entity.name });
    return undefined;
  }
  return checkLevel(env, entries, entity.name, placeOf(unit, node.name));
}

/** Weights add up within 1e-6 and are then scaled (language.md, "Authority"). */
const ROUNDING = new Exact("0.000001");

function fromFile(env: Env, entity: SleeveEntity, from: Text): readonly Entry[] | undefined {
  const { unit } = entity;
  const rows = readSymbols(env, unit, from, ["weight"]);
  if (rows === undefined) return undefined;
  const file = from.value;
  const found: { readonly index: number; readonly weight: Decimal }[] = [];
  let sound = true;
  for (const { index, span, cell } of rows) {
    const text = cell("weight");
    const weight = readDecimal(text);
    if (weight === undefined || weight.isNegative()) {
      const why = weight === undefined ? "is not a plain decimal" : "must not be below zero";
      env.reporter.report(data.badNumber, { file, span }, { file, column: "weight", found: text, why });
      sound = false;
    } else {
      found.push({ index, weight });
    }
  }
  // With a row left out (reported), the rest cannot be expected to add up.
  const total = found.reduce((sum, { weight }) => sum.plus(weight), new Exact(0));
  if (!sound || rows.length < rowCount(env, file)) return undefined;
  if (total.minus(1).abs().greaterThan(ROUNDING)) {
    env.reporter.report(
      data.weightsDoNotAddUp,
      placeOf(unit, from),
      { file, sum: total.toFixed() },
      { related: [{ file, span: headerOf(env, file), message: weighed(rows.length, total) }] },
    );
    return undefined;
  }
  return found.map(({ index, weight }): Entry => {
    const name = env.universe.securities[index]?.symbol ?? "";
    return {
      kind: "holding",
      name,
      share: weight.dividedBy(total),
      broken: false,
      members: [{ index, name, rate: new Exact(0) }],
      unit,
      span: entity.node.span,
      nameSpan: from.span,
    };
  });
}

function weighed(rows: number, total: Decimal): string {
  const missing = total.minus(1);
  const off = `\`${missing.abs().toFixed()}\` too ${missing.isNegative() ? "little" : "much"}`;
  const below = rows === 1 ? "the one row below this line adds" : `the ${rows} rows below this line add`;
  return `${below} up to \`${total.toFixed()}\`, ${off}`;
}

function headerOf(env: Env, file: string): Span {
  const text = env.project.read(file)?.text ?? "";
  const start = text.startsWith("\uFEFF") ? 1 : 0;
  const end = text.search(/[\r\n]/);
  return { start, end: end < 0 ? text.length : end };
}

/** Rows of the file that hold anything, without its header. */
function rowCount(env: Env, file: string): number {
  const text = env.project.read(file)?.text ?? "";
  return text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== "").length - 1;
}
