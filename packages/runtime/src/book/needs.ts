/** What an account's models ask of the day's securities: every member that they target or offer must have a price. */
import type { Bundle, ModelNode } from "@mandate/compiler";
import { fault } from "./codes.ts";
import type { Placed } from "./faultList.ts";
import type { Securities } from "./securities.ts";

/** Symbols that a model targets or offers as alternates. */
function symbolsOf(nodes: readonly ModelNode[]): Set<string> {
  const symbols = new Set<string>();
  const walk = (node: ModelNode): void => {
    if (node.node === "class") node.children.forEach(walk);
    else for (const { symbol } of node.members) symbols.add(symbol);
  };
  nodes.forEach(walk);
  return symbols;
}

/** What keeps a model from being followed today. */
export interface ModelTrouble {
  /** records that are to blame */
  readonly placed: readonly Placed[];
  /** symbols that the securities file does not have at all; the account's own row is what asks for them */
  readonly absent: readonly string[];
}

/**
 * By model: what is wrong today with the securities it targets or offers. A price that is missing or bad is never
 * guessed, and leaving an alternate out would change what the policy says; so the model's accounts are put aside.
 */
export function modelTroubles(
  bundle: Bundle,
  securities: Securities,
  exposures: ReadonlyMap<string, Placed>,
): ReadonlyMap<string, ModelTrouble> {
  const troubles = new Map<string, ModelTrouble>();
  for (const model of bundle.models) {
    const placed: Placed[] = [];
    const absent: string[] = [];
    for (const symbol of symbolsOf(model.nodes)) {
      const bad = securities.bad.get(symbol);
      const exposure = exposures.get(symbol);
      if (bad !== undefined) placed.push(...bad);
      else if (!securities.good.has(symbol)) absent.push(symbol);
      if (exposure !== undefined) placed.push(exposure);
    }
    if (placed.length > 0 || absent.length > 0) troubles.set(model.name, { placed, absent });
  }
  return troubles;
}

/** The fault of an account's row that names a model whose security has no price. */
export function unpriced(symbol: string, model: string): ReturnType<typeof fault> {
  return fault("unpricedTarget", { symbol, model }, symbol);
}
