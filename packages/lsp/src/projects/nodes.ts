/** Ways through the syntax tree that know no kind of node by name. */
import type { Node } from "@mandate/dsl";

/** The nodes directly inside a node, in the order of the text. */
function childrenOf(node: Node): readonly Node[] {
  const found: Node[] = [];
  for (const value of Object.values(node)) gather(value, found);
  return found.sort((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Every node whose text touches the offset, from the outermost (one of `nodes`) to the innermost. */
export function pathTo(nodes: readonly Node[], offset: number): readonly Node[] {
  const path: Node[] = [];
  let level: readonly Node[] = nodes;
  for (;;) {
    // Of two that meet at the offset, the one that begins there: a cursor stands before the letter that it is on.
    const inside = level.filter(({ span }) => span.start <= offset && offset <= span.end);
    const next = inside.find(({ span }) => offset < span.end) ?? inside.at(-1);
    if (next === undefined) return path;
    path.push(next);
    level = childrenOf(next);
  }
}

/** Every node below (and with) these, outer ones first. */
export function* everyNode(nodes: readonly Node[]): Generator<Node> {
  for (const node of nodes) {
    yield node;
    yield* everyNode(childrenOf(node));
  }
}

function gather(value: unknown, found: Node[]): void {
  if (Array.isArray(value)) for (const item of value) gather(item, found);
  else if (isNode(value)) found.push(value);
  // Parts without a kind of their own: the cases of a choice, a list's source, a sale's result.
  else if (typeof value === "object" && value !== null && !isSpan(value))
    for (const part of Object.values(value)) gather(part, found);
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "kind" in value && "span" in value;
}

function isSpan(value: object): boolean {
  return "start" in value && "end" in value;
}
