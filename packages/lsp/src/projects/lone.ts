/** A policy file that belongs to no project: its syntax is judged, and what it says by itself is understood. */
import { compile } from "@mandate/compiler";
import type { Encoding } from "../places/positions.ts";
import { asRead, isMarked, type Snapshot, sourceOf } from "./snapshot.ts";

/** Codes of the parser's; the others would blame the file for a project that is not there. */
const SYNTAX = /^MDT1/;

/**
 * @param path what answers call the file; it is the only one
 * @param uri as the editor calls it
 * @param written as the editor has it
 */
export function loneFile(
  path: string,
  uri: string,
  written: string,
  { encoding, today }: { readonly encoding: Encoding; readonly today: string },
): Snapshot {
  const text = asRead(written);
  const source = sourceOf(path, text, isMarked(written));
  const compilation = compile(
    {
      manifest: { name: "", universe: "", layers: { firm: ["**"], advisor: [], client: [] } },
      files: [{ path, text, layer: "firm" }],
      read: () => undefined,
    },
    { today },
  );
  return {
    root: "",
    whole: false,
    encoding,
    today,
    compilation,
    diagnostics: compilation.diagnostics.filter(({ code, file }) => SYNTAX.test(code) && file === path),
    source: (asked) => (asked === path ? source : undefined),
    read: () => undefined,
    uri: () => uri,
  };
}
