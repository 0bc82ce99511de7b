/** Paths of data files are links to them. */
import type { Text } from "@mandate/dsl";
import { DocumentLinkRequest } from "vscode-languageserver";
import { type Here, rangeAt } from "../projects/snapshot.ts";
import { inDocument } from "./feature.ts";

export const documentLinks = inDocument(DocumentLinkRequest.type, { documentLinkProvider: {} }, (here) =>
  paths(here).map(({ value, span }) => ({
    range: rangeAt(here, { start: span.start + 1, end: span.end - 1 }),
    target: here.snapshot.uri(value.replace(/^\.\//, "")),
    tooltip: `open ${value}`,
  })),
);

/** Of what a project can read: a path that leads out of it is an error, and no link. */
function paths({ snapshot, source }: Here): readonly Text[] {
  return source.parsed.file.declarations.flatMap((node) => {
    if ((node.kind !== "List" && node.kind !== "Sleeve") || !("from" in node.source)) return [];
    const { from } = node.source;
    return from.missing !== true && snapshot.source(from.value.replace(/^\.\//, "")) !== undefined
      ? [from]
      : [];
  });
}
