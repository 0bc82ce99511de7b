/** `never buy`, `never sell`, `keep`, `sell … by`, `exclude`: clauses about what is held. */
import type { ExcludeClause, Expression, KeepClause, NeverClause, SellByClause } from "@mandate/dsl";
import type { ModelEdit, Rule, SetMeasure, SetRef } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { damaged, placeOf, saidOf, sourceOf, textOf } from "../files/unit.ts";
import { setNames, unknown } from "../sets/names.ts";
import { resolveSet } from "../sets/resolve.ts";
import { refOf } from "../sets/value.ts";
import type { Draft } from "./draft.ts";

const { authority } = catalogue;

type Clause = NeverClause | KeepClause | SellByClause | ExcludeClause;

interface Subject {
  readonly ref: SetRef;
  readonly text: string;
}

function subjectOf(scope: Scope, clause: Clause): Subject | undefined {
  const { subject: node } = clause;
  // A lone name that nothing declares is a security that was misspelt: near names come from symbols first.
  const name = node.kind === "Reference" && node.path.length === 1 ? node.path[0] : undefined;
  const { env } = scope;
  if (
    name !== undefined &&
    name.text !== "" &&
    env.universe.columns.size > 0 &&
    !env.universe.bySymbol.has(name.text) &&
    !env.classes.byName.has(name.text) &&
    !env.declarations.byName.has(name.text) &&
    name.text !== "securities"
  ) {
    unknown(scope, name, "security, class or list", [...env.universe.bySymbol.keys(), ...setNames(env)]);
    return undefined;
  }
  const value = resolveSet(scope, node);
  if (value?.kind === "fixed" && value.cash && value.members.length === 0) warnOfCash(scope, clause, node);
  return value === undefined
    ? undefined
    : { ref: refOf(env.sets, value), text: textOf(scope.unit, node.span) };
}

/** Cash itself is what trades leave over (semantics.md 1); only a security of its class could be bought, sold or kept. */
function warnOfCash({ env, unit }: Scope, clause: Clause, node: Expression): void {
  const holds = clause.kind === "KeepClause" || (clause.kind === "NeverClause" && clause.side === "sell");
  env.reporter.report(authority.cashIsNotTraded, placeOf(unit, node), {
    clause: saidOf(unit, clause),
    found: textOf(unit, node.span),
    instead: holds ? "`reserve cash $40,000`" : "a limit, as in `limit LittleCash { weight(Cash) <= 2% }`",
  });
}

/** `measure(subject) = $0` */
function none(scope: Scope, node: Clause, measure: SetMeasure, subject: Subject): Rule {
  return {
    rule: "compare",
    loops: [],
    left: { e: "measure", measure, of: subject.ref, unit: { unit: "money" } },
    operator: "=",
    right: { e: "constant", value: "0", unit: { unit: "money" } },
    source: sourceOf(scope.unit, node.span),
    text: textOf(scope.unit, node.span),
  };
}

export function never(scope: Scope, node: NeverClause): Draft | undefined {
  const subject = subjectOf(scope, node);
  if (subject === undefined) return undefined;
  const measure = node.side === "buy" ? "bought" : "sold";
  return {
    kind: `never ${node.side}`,
    name: `never ${node.side} ${subject.text}`,
    rules: [none(scope, node, measure, subject)],
  };
}

/** Neither below today's holding, through its last day (semantics.md 3). */
export function keep(scope: Scope, node: KeepClause): Draft | undefined {
  const subject = subjectOf(scope, node);
  if (node.until === undefined) {
    missing(scope, node, node.subject, "until when", "until 2027-03-01");
    return undefined;
  }
  if (subject === undefined) return undefined;
  return {
    kind: "keep",
    name: `keep ${subject.text}`,
    rules: [none(scope, node, "sold", subject)],
    until: node.until.value,
  };
}

/** From its day on the holding is 0; before, no force (semantics.md 3). */
export function sellBy(scope: Scope, node: SellByClause): Draft | undefined {
  const subject = subjectOf(scope, node);
  if (node.by === undefined) {
    missing(scope, node, node.subject, "by when", "by 2027-01-31");
    return undefined;
  }
  if (subject === undefined) return undefined;
  return {
    kind: "sell by",
    name: `sell ${subject.text}`,
    rules: [none(scope, node, "value", subject)],
    from: node.by.value,
  };
}

export function exclude(
  scope: Scope,
  node: ExcludeClause,
): { readonly draft: Draft; readonly edit?: ModelEdit } | undefined {
  const subject = subjectOf(scope, node);
  if (node.manner === undefined) {
    missing(scope, node, node.subject, "what happens to what is held", "divest as taxes allow");
    return undefined;
  }
  if (subject === undefined) return undefined;
  const measure = node.manner === "divest now" ? "value" : "bought";
  const draft: Draft = {
    kind: "exclude",
    name: `exclude ${subject.text}`,
    rules: [none(scope, node, measure, subject)],
  };
  if (node.manner === "keep what is held") return { draft };
  const source = sourceOf(scope.unit, node.span);
  return { draft, edit: { edit: "exclude", of: subject.ref, source, text: textOf(scope.unit, node.span) } };
}

function missing(scope: Scope, node: Clause, subject: Expression, what: string, example: string): void {
  if (damaged(scope.unit, node.span) || subject.kind === "Missing") return;
  const text = textOf(scope.unit, node.span);
  const end = subject.span.end;
  scope.env.reporter.report(
    authority.missingPart,
    placeOf(scope.unit, node),
    { clause: text, missing: what, example },
    { fixes: [replaceFix(scope.unit.path, { start: end, end }, ` ${example}`, `add \`${example}\``)] },
  );
}
