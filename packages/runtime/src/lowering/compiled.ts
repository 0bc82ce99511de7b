/** What every account of a bundle needs and none changes: worked out once a bundle. */
import type { Bundle } from "@mandate/compiler";

export interface Compiled {
  readonly symbols: ReadonlyMap<string, number>;
  readonly classes: ReadonlyMap<
    string,
    { readonly set: number; readonly leaf: boolean; readonly cash: boolean }
  >;
  /** by security of the universe */
  readonly issuer: readonly string[];
  readonly group: readonly string[];
  /** membership of a fixed set as 0 or 1 by security of the universe */
  readonly membership: (set: number) => Uint8Array;
}

const cache = new WeakMap<Bundle, Compiled>();

export function compiledOf(bundle: Bundle): Compiled {
  const known = cache.get(bundle);
  if (known !== undefined) return known;
  const memberships: (Uint8Array | undefined)[] = [];
  const compiled: Compiled = {
    symbols: new Map(bundle.universe.map((security, at) => [security.symbol, at])),
    classes: new Map(
      bundle.classes.map((declared) => [
        declared.name,
        { set: declared.set, leaf: declared.leaf, cash: bundle.sets[declared.set]?.cash ?? false },
      ]),
    ),
    issuer: bundle.universe.map((security) => security.issuer),
    group: bundle.universe.map((security) => security.group),
    membership(set) {
      let bits = memberships[set];
      if (bits === undefined) {
        bits = new Uint8Array(bundle.universe.length);
        const declared = bundle.sets[set];
        if (declared === undefined) throw new RangeError(`the bundle has no set ${set}`);
        for (const member of declared.members) bits[member] = 1;
        memberships[set] = bits;
      }
      return bits;
    },
  };
  cache.set(bundle, compiled);
  return compiled;
}
