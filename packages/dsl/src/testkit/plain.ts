/** Trees without positions, and what must hold of every tree's positions. */
import type { Node, Span } from "../tree/index.ts";

/** The tree as plain data without spans: equal for texts that mean the same. */
export function plain(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "span" && key !== "operatorSpan");
  return Object.fromEntries(entries.map(([key, inner]) => [key, plain(inner)]));
}

/** The tree as one string: quick to compare. */
export function meaning(value: unknown): string {
  return JSON.stringify(plain(value));
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

/** A node's own nodes, through lists and plain objects, in the order of its fields. */
export function childNodes(node: object): Node[] {
  const found: Node[] = [];
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) visit(item);
    else if (isNode(value)) found.push(value);
    else if (typeof value === "object" && value !== null)
      for (const inner of Object.values(value)) visit(inner);
  };
  for (const [key, value] of Object.entries(node)) if (key !== "span" && key !== "operatorSpan") visit(value);
  return found;
}

/** What is wrong with the spans below `node`, if anything: outside of their parent, or overlapping their neighbour. */
export function spanFault(node: Node, within: Span): string | undefined {
  const { start, end } = node.span;
  if (!(start >= within.start && end <= within.end && start <= end)) {
    return `${node.kind} ${start}..${end} is not inside ${within.start}..${within.end}`;
  }
  let reached = start;
  const children = childNodes(node).sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
  for (const child of children) {
    // `BND 60% cost 2bps`: the member's cost stands behind the weight, inside of the allocation
    if (node.kind === "Member" && child.span.start >= end) {
      const fault = spanFault(child, within);
      if (fault !== undefined) return fault;
      continue;
    }
    if (child.span.start < reached)
      return `${child.kind} ${child.span.start} overlaps what ends at ${reached} in ${node.kind}`;
    const fault = spanFault(child, node.span);
    if (fault !== undefined) return fault;
    reached = child.span.end;
  }
  return undefined;
}
