/** A model as one account follows it: edits applied, bands as clauses; kept for all accounts with the same edits. */
import type { Clause, ModelEdit, ModelIR, ModelNode, Rule, SetRef, Source } from "../bundle/index.ts";
import { Exact, percentText } from "../numbers/decimal.ts";
import { applyExclude, applySubstitute, applyTilt } from "./edits.ts";
import type { EditedModel, Plan } from "./plan.ts";
import { symbolsOf } from "./sets.ts";
import { grow, settle } from "./tree.ts";

/** @param chosen the lists that the account chose, by option */
export function editedModel(
  plan: Plan,
  model: ModelIR,
  edits: readonly ModelEdit[],
  chosen: ReadonlyMap<string, readonly string[]>,
): EditedModel {
  const key = keyOf(model, edits, chosen);
  const known = plan.edited.get(key);
  if (known !== undefined) return known;
  const made = edit(plan, model, edits, chosen);
  plan.edited.set(key, made);
  return made;
}

function keyOf(
  model: ModelIR,
  edits: readonly ModelEdit[],
  chosen: ReadonlyMap<string, readonly string[]>,
): string {
  if (edits.length === 0) return model.name;
  const parts = edits.map((one) => {
    if (one.edit === "tilt") return ["tilt", one.amount, one.to, one.from];
    if (one.edit === "substitute") return ["substitute", one.security, one.with];
    return ["exclude", one.of];
  });
  const lists = edits.some((one) => one.edit === "exclude") ? [...chosen] : [];
  return JSON.stringify([model.name, parts, lists]);
}

function edit(
  plan: Plan,
  model: ModelIR,
  edits: readonly ModelEdit[],
  chosen: ReadonlyMap<string, readonly string[]>,
): EditedModel {
  if (edits.length === 0) return { nodes: model.nodes, bands: bandClauses(plan, model.name, model.nodes) };
  const nodes = grow(model.nodes);
  const impossible: string[] = [];
  for (const one of edits) {
    if (one.edit !== "tilt") continue;
    const why = applyTilt(nodes, new Exact(one.amount), one.to, one.from);
    if (why !== undefined) impossible.push(`\`${one.text}\` cannot be done: ${why}`);
  }
  for (const one of edits) {
    if (one.edit !== "substitute") continue;
    const equivalent = plan.equivalents.get(one.security)?.has(one.with) === true;
    if (!applySubstitute(nodes, one.security, one.with, equivalent) && !equivalent) {
      impossible.push(
        `\`${one.text}\` cannot be done: \`${model.name}\` does not offer the one for the other`,
      );
    }
  }
  const excluded = new Set(
    edits.flatMap((one) => (one.edit === "exclude" ? [...symbolsOf(plan, one.of, chosen)] : [])),
  );
  if (excluded.size > 0) {
    const homeless = applyExclude(nodes, excluded);
    if (!homeless.isZero())
      impossible.push(`everything that \`${model.name}\` holds is excluded, so its target has no home`);
  }
  const [why] = impossible;
  const settled = settle(nodes);
  return {
    nodes: settled,
    bands: bandClauses(plan, model.name, settled),
    ...(why === undefined ? {} : { impossible: why }),
  };
}

/** Bands as clauses `MODEL.NODE.band` (policy.ts). An end that nothing can pass is no rule. */
function bandClauses(
  plan: Plan,
  model: string,
  nodes: readonly ModelNode[],
  ids: Set<string> = new Set(),
): Clause[] {
  return nodes.flatMap((node) => {
    const own = node.band === undefined ? [] : bandClause(plan, model, node, node.band, ids);
    return node.node === "class" ? [...own, ...bandClauses(plan, model, node.children, ids)] : own;
  });
}

function bandClause(
  plan: Plan,
  model: string,
  node: ModelNode,
  band: NonNullable<ModelNode["band"]>,
  ids: Set<string>,
): Clause[] {
  const called = node.node === "class" ? node.class : (node.members[0]?.symbol ?? "");
  const of =
    node.node === "class"
      ? classRef(plan, node.class)
      : holdingRef(
          plan,
          node.members.map(({ symbol }) => symbol),
        );
  if (of === undefined) return [];
  const text = `${called} band ${percentText(band.low)}..${percentText(band.high)}`;
  const rules: Rule[] = [];
  if (!new Exact(band.low).isZero()) rules.push(bound(of, ">=", band.low, band.source, text));
  if (!new Exact(band.high).equals(1)) rules.push(bound(of, "<=", band.high, band.source, text));
  if (rules.length === 0) return [];
  const base = `${model}.${called}.band`;
  let id = base;
  for (let count = 2; ids.has(id); count += 1) id = `${base} #${count}`;
  ids.add(id);
  return [
    { id, name: `${called}.band`, kind: "band", source: band.source, text, rules, grandfathered: false },
  ];
}

function bound(of: SetRef, operator: "<=" | ">=", value: string, source: Source, text: string): Rule {
  const unit = { unit: "weight", base: "account" } as const;
  return {
    rule: "compare",
    loops: [],
    left: { e: "measure", measure: "weight", of, unit },
    operator,
    right: { e: "constant", value, unit },
    source,
    text,
  };
}

function classRef(plan: Plan, name: string): SetRef | undefined {
  const id = plan.classSets.get(name);
  return id === undefined ? undefined : { set: "fixed", id };
}

/** A group of alternates weighs what its members weigh together (semantics.md 2). */
function holdingRef(plan: Plan, symbols: readonly string[]): SetRef | undefined {
  let all: SetRef | undefined;
  for (const symbol of symbols) {
    const id = plan.singles.get(symbol);
    if (id === undefined) continue;
    const one: SetRef = { set: "fixed", id };
    all = all === undefined ? one : { set: "union", left: all, right: one };
  }
  return all;
}
