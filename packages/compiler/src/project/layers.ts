/** Which layer a file lies in, by the manifest's patterns. */
import picomatch from "picomatch";
import type { Layer } from "../bundle/index.ts";

const LAYERS: readonly Layer[] = ["firm", "advisor", "client"];

/** @returns a function from a path, relative to the project, to its layer; `several` where patterns of two match it */
export function layersOf(
  patterns: Readonly<Record<Layer, readonly string[]>>,
): (path: string) => Layer | "none" | "several" {
  const matchers = LAYERS.map((layer) => ({
    layer,
    matches: picomatch(patterns[layer].map((glob) => glob.replace(/^(\.\/)+(?=.)/, ""))),
  }));
  return (path) => {
    const [first, second] = matchers.filter(({ matches }) => matches(path));
    return first === undefined ? "none" : second === undefined ? first.layer : "several";
  };
}
