/** Limits as they are reported: what binds at the optimum with its price, and where each clause stands at its tightest. */
import type { Checked, CheckedRow } from "../checker/index.ts";
import { sourceText } from "../explain/reasons.ts";
import type { LimitReport } from "../proposal/proposal.ts";

/** A row that is tight at the continuous optimum, with what loosening it would save. */
export interface BindingRow {
  readonly clause: string;
  readonly rule: number;
  readonly item: string;
  /** USD per 1 %, $1,000 or one count */
  readonly price: number;
}

function key(clause: string, rule: number, item: string): string {
  return `${clause}\u0000${rule}\u0000${item}`;
}

/** How near a row is to its bound, in its own unit; the smaller the tighter. */
function slack(row: CheckedRow): number {
  return row.level.minus(row.bound).abs().toNumber();
}

function report(row: CheckedRow, binding: BindingRow | undefined): LimitReport {
  const { clause } = row;
  return {
    clause: clause.id,
    name: row.item === "" ? clause.name : `${clause.name}(${row.item})`,
    source: sourceText(clause.source),
    layer: clause.source.layer,
    level: row.level.toNumber(),
    bound: row.bound.toNumber(),
    unit: row.unit,
    binding: binding !== undefined,
    price: binding?.price ?? 0,
  };
}

/** Every binding row, and of each other rule the item that is nearest to its bound: in the policy's order. */
export function limitReports(checked: Checked, binding: readonly BindingRow[]): LimitReport[] {
  const tight = new Map(binding.map((row) => [key(row.clause, row.rule, row.item), row]));
  const groups = new Map<string, { row: CheckedRow; binding: BindingRow | undefined }[]>();
  for (const row of checked.rows) {
    const rule = row.clause.rules.indexOf(row.rule);
    const group = key(row.clause.id, rule, "");
    const entry = { row, binding: tight.get(key(row.clause.id, rule, row.item)) };
    const known = groups.get(group);
    if (known === undefined) groups.set(group, [entry]);
    else known.push(entry);
  }
  return [...groups.values()].flatMap((entries) => {
    const bound = entries.filter((entry) => entry.binding !== undefined);
    if (bound.length > 0) return bound.map((entry) => report(entry.row, entry.binding));
    const nearest = entries.reduce((a, b) => (slack(b.row) < slack(a.row) ? b : a));
    return [report(nearest.row, undefined)];
  });
}
