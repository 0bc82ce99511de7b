/** The documents that the editor has open: their text is the editor's, whatever the disk says. */
import { LineMap } from "@mandate/dsl";
import type { TextDocumentContentChangeEvent, TextDocumentItem } from "vscode-languageserver";
import { sameUri } from "../places/paths.ts";
import { type Encoding, toSpan } from "../places/positions.ts";

export interface OpenDocument {
  /** as the editor spells it: answers name the document that way */
  readonly uri: string;
  readonly version: number;
  readonly text: string;
}

export interface Documents {
  readonly open: (item: TextDocumentItem) => OpenDocument;
  /** changes of a document that is not open are passed over: undefined */
  readonly change: (
    uri: string,
    version: number,
    changes: readonly TextDocumentContentChangeEvent[],
  ) => OpenDocument | undefined;
  readonly close: (uri: string) => OpenDocument | undefined;
  readonly get: (uri: string) => OpenDocument | undefined;
  readonly all: () => Iterable<OpenDocument>;
}

export function openDocuments(encoding: () => Encoding): Documents {
  const byUri = new Map<string, OpenDocument>();
  const keep = (document: OpenDocument): OpenDocument => {
    byUri.set(sameUri(document.uri), document);
    return document;
  };
  return {
    open: ({ uri, version, text }) => keep({ uri, version, text }),
    change: (uri, version, changes) => {
      const document = byUri.get(sameUri(uri));
      if (document === undefined) return undefined;
      const text = changes.reduce((before, change) => applied(before, change, encoding()), document.text);
      return keep({ uri: document.uri, version, text });
    },
    close: (uri) => {
      const key = sameUri(uri);
      const document = byUri.get(key);
      byUri.delete(key);
      return document;
    },
    get: (uri) => byUri.get(sameUri(uri)),
    all: () => byUri.values(),
  };
}

/** Each change counts in the text that the one before it left (LSP 3.17, `DidChangeTextDocumentParams`). */
function applied(text: string, change: TextDocumentContentChangeEvent, encoding: Encoding): string {
  if (!("range" in change)) return change.text;
  const { start, end } = toSpan(new LineMap(text), change.range, encoding);
  return text.slice(0, start) + change.text + text.slice(end);
}
