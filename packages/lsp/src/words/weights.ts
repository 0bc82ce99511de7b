/** Nodes of models, found by where they are written, and their weights in words. */
import { type ModelIR, type ModelNode, weight } from "@mandate/compiler";
import type { Snapshot } from "../projects/snapshot.ts";

export interface Placed {
  readonly model: ModelIR;
  readonly node: ModelNode;
  /** of the classes around it, outermost first */
  readonly inside: readonly ModelNode[];
}

/** Every node of a model with what it stands inside. */
export function* nodesOf(model: ModelIR): Generator<Placed> {
  yield* below(model, model.nodes, []);
}

function* below(
  model: ModelIR,
  nodes: readonly ModelNode[],
  inside: readonly ModelNode[],
): Generator<Placed> {
  for (const node of nodes) {
    yield { model, node, inside };
    if (node.node === "class") yield* below(model, node.children, [...inside, node]);
  }
}

const indexed = new WeakMap<Snapshot, ReadonlyMap<string, readonly Placed[]>>();

/** The nodes that are written exactly there: one a model, for a derived model has its base's nodes as its own. */
function nodesAt(snapshot: Snapshot, file: string, start: number): readonly Placed[] {
  let index = indexed.get(snapshot);
  if (index === undefined) {
    const made = new Map<string, Placed[]>();
    for (const model of snapshot.compilation.model.partial.models)
      for (const placed of nodesOf(model)) {
        const key = `${placed.node.source.file}:${placed.node.source.start}`;
        made.set(key, [...(made.get(key) ?? []), placed]);
      }
    index = made;
    indexed.set(snapshot, made);
  }
  return index.get(`${file}:${start}`) ?? [];
}

/** The node of the model that is written around it; a sleeve's node has one in each model that uses it. */
export function ownNode(snapshot: Snapshot, file: string, start: number): Placed | undefined {
  const all = nodesAt(snapshot, file, start);
  return (
    all.find(
      ({ model: { source } }) => source.file === file && source.start <= start && start < source.end,
    ) ?? all[0]
  );
}

/** `36 % of the account: 60 % of Equity, which is 60 %`, and the band. */
export function nodeText({ node, inside }: Placed): string {
  const parent = inside.at(-1);
  const of =
    parent?.node === "class"
      ? ` (${weight(node.share)} of ${parent.class}, which is ${weight(parent.target)})`
      : "";
  const band =
    node.band === undefined ? "" : `; permitted: ${weight(node.band.low)} to ${weight(node.band.high)}`;
  return `${weight(node.target)} of the account${of}${band}`;
}
