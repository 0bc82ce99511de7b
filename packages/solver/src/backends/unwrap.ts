/**
 * What a package exports as its default. Packages that type themselves as CommonJS but ship an ES module reach us
 * with the default wrapped once, twice or not at all, depending on whether node or a bundler resolved them.
 */
export function unwrapDefault(module: object): unknown {
  let found: unknown = module;
  while (typeof found === "object" && found !== null && "default" in found) found = found.default;
  return found;
}
