/** Limits that hold an account at another level than they say themselves, and whose line sets it. */
import {
  type Adjustment,
  type Bundle,
  type Clause,
  type EffectivePolicy,
  type Expr,
  exprText,
  sourceText,
} from "@mandate/compiler";
import { Decimal } from "decimal.js";

/** A line for each limit that is waived or tightened, and for each item of it that has a level of its own. */
export function levelLines(policy: EffectivePolicy, bundle: Bundle): readonly string[] {
  return policy.clauses.flatMap((clause) => {
    const adjustments = policy.adjustments.filter(({ limit }) => limit === clause.id);
    const items = [...new Set(adjustments.map((adjustment) => adjustment.for))];
    return items.map((item) =>
      levelLine(
        policy,
        bundle,
        clause,
        item,
        adjustments.filter((adjustment) => adjustment.for === undefined || adjustment.for === item),
      ),
    );
  });
}

/** Waivers loosen first, then what is tightened holds, if it is tighter (semantics.md 3). */
function levelLine(
  policy: EffectivePolicy,
  bundle: Bundle,
  clause: Clause,
  item: string | undefined,
  adjustments: readonly Adjustment[],
): string {
  const [rule] = clause.rules;
  if (rule?.rule !== "compare") return "";
  const floor = rule.operator === ">=";
  const said = (level: Expr, { source }: Pick<Clause, "source">): string =>
    `${exprText(level, bundle)} (${sourceText(source)})`;
  let level: Expr = rule.right;
  let by: Pick<Clause, "source"> = clause;
  const before: string[] = [];
  const idle: string[] = [];
  for (const adjustment of adjustments) {
    const old = numberOf(level, policy);
    const now = numberOf(adjustment.level, policy);
    const raises = (adjustment.kind === "waive") !== floor;
    const counts =
      old === undefined || now === undefined || (raises ? now.greaterThan(old) : now.lessThan(old));
    const verb = adjustment.kind === "waive" ? "waived" : "tightened";
    if (!counts) {
      idle.push(`; ${verb} to ${said(adjustment.level, adjustment)}, which changes nothing`);
      continue;
    }
    before.push(`${verb} from ${said(level, by)}`);
    level = adjustment.level;
    by = adjustment;
  }
  const whom = item === undefined ? "" : ` for ${item}`;
  const history = before.reverse().join(", ");
  return `${clause.id}${whom}: ${said(level, by)}${history === "" ? "" : `, ${history}`}${idle.join("")}\n`;
}

/** A level that is known for the account: a number, or what is chosen for an option. */
function numberOf(level: Expr, policy: EffectivePolicy): Decimal | undefined {
  if (level.e === "constant") return new Decimal(level.value);
  if (level.e !== "option") return undefined;
  const value = policy.choices.find(({ option }) => option === level.option)?.value;
  return value?.kind === "quantity" ? new Decimal(value.value) : undefined;
}
