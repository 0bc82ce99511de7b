import type { Expression } from "@mandate/dsl";
import type { Duration } from "../bundle/index.ts";

/** `30 days`, `1 year`: the duration that a literal writes, or undefined for anything else. */
export function durationOf(node: Expression): Duration | undefined {
  if (node.kind === "Parentheses") return durationOf(node.inner);
  if (node.kind !== "Quantity") return undefined;
  const count = Number(node.value);
  if (!Number.isInteger(count) || count < 0) return undefined;
  if (node.unit === "days" || node.unit === "months" || node.unit === "years")
    return { count, of: node.unit };
  return undefined;
}
