/** A model as a tree to draw. */
import type { Bundle, ModelIR, ModelNode } from "@mandate/compiler";
import type { Snapshot } from "../projects/snapshot.ts";
import type { PreviewModel, PreviewNode } from "./data.ts";
import type { Held } from "./held.ts";

/** @param held weights of the account that follows the model, where they are known */
export function previewModel(
  snapshot: Snapshot,
  bundle: Bundle,
  { name, title, base, nodes }: Pick<ModelIR, "name" | "title" | "base" | "nodes">,
  held?: Held,
): PreviewModel {
  const titles = new Map(bundle.classes.map((one) => [one.name, one.title]));
  const names = new Map(bundle.universe.map((one) => [one.symbol, one.name]));
  const drawn = (node: ModelNode): PreviewNode => {
    const { target, band, source } = node;
    const symbols = node.node === "holding" ? node.members.map(({ symbol }) => symbol) : [];
    const called = node.node === "class" ? node.class : (symbols[0] ?? "");
    const full = node.node === "class" ? titles.get(called) : names.get(called);
    const holds = node.node === "class" ? held?.ofClass(called) : held?.ofSecurities(symbols);
    return {
      name: called,
      kind: node.node,
      ...(full === undefined ? {} : { title: full }),
      target: Number(target),
      ...(band === undefined ? {} : { band: { low: Number(band.low), high: Number(band.high) } }),
      alternates: symbols.slice(1),
      ...(holds === undefined ? {} : { held: holds }),
      children: node.node === "class" ? node.children.map(drawn) : [],
      source: { uri: snapshot.uri(source.file), line: source.line - 1 },
    };
  };
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(base === undefined ? {} : { base }),
    nodes: nodes.map(drawn),
  };
}
