/** A project under test, open in an editor: files with marks in them, and what the server answers about them. */
import { archiveOf, readArchive } from "@mandate/compiler/testkit";
import { afterAll, beforeAll, inject } from "vitest";
import {
  type Diagnostic,
  DidChangeTextDocumentNotification,
  DidChangeWatchedFilesNotification,
  DidChangeWorkspaceFoldersNotification,
  DidCloseTextDocumentNotification,
  DidOpenTextDocumentNotification,
  FileChangeType,
  type Position,
  type ProtocolRequestType,
  type Range,
  type TextEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node.js";
import { pathOf, uriOf } from "../places/paths.ts";
import { bundled, type Client, type ClientOptions, inProcess } from "../testing/client.ts";
import { edited, position, range, readMarks } from "../testing/markers.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** the bundled program that the tests of the language server speak to; without it they run in their own process */
    languageServer?: string;
  }
}

export interface MarkedRange {
  readonly path: string;
  readonly name: string;
  readonly range: Range;
}

export interface Case {
  readonly client: Client;
  /** the project's folder */
  readonly root: string;
  readonly uri: (path: string) => string;
  /** a path of the project's for a URI */
  readonly path: (uri: string) => string;
  /** a file's text as the editor has it, else as it is on the disk */
  readonly text: (path: string) => string;
  /** where the cursor stands: as the parameters of a request at a position */
  readonly at: { readonly textDocument: { readonly uri: string }; readonly position: Position };
  /** the path of the file with the cursor, or of the first marked file */
  readonly file: string;
  readonly document: { readonly textDocument: { readonly uri: string } };
  readonly cursors: readonly { readonly path: string; readonly position: Position }[];
  /** the ranges that are marked */
  readonly ranges: readonly MarkedRange[];
  readonly ask: <P, R, PR, E, RO>(type: ProtocolRequestType<P, R, PR, E, RO>, params: P) => Promise<R>;
  readonly open: (path: string, text: string) => Promise<void>;
  /** replaces the whole text, or one range of it */
  readonly type: (path: string, text: string, range?: Range) => Promise<void>;
  readonly shut: (path: string) => Promise<void>;
  /** writes to the disk (or removes from it), and the editor's watcher tells of it */
  readonly write: (path: string, text: string | undefined) => Promise<void>;
  /** the diagnostics of a file, once they are what is waited for */
  readonly diagnostics: (
    path: string,
    until?: (found: readonly Diagnostic[]) => boolean,
  ) => Promise<readonly Diagnostic[]>;
  /** the texts that an edit leaves, by path; only those that it touches */
  readonly after: (
    edit: WorkspaceEdit | readonly TextEdit[] | null | undefined,
  ) => Readonly<Record<string, string>>;
}

const MANIFEST = JSON.stringify({
  name: "case",
  universe: "data/securities.csv",
  layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
});

/** A server for the tests of a file: in this process, or the bundled one where the test run provides it. */
export function startServer(options: ClientOptions = {}): () => Promise<Client> {
  const program = inject("languageServer");
  return () => (program === undefined ? inProcess(options) : bundled(program, options));
}

/**
 * For a file of tests: a server, and the function that opens projects in it.
 *
 * A project is written as an archive (`-- firm/rules.mandate --` starts a file), or, without such a line, as the text of
 * `firm/rules.mandate`; the base project of the compiler's test kit lies around it. Files that are given are open.
 */
export function editor(options: ClientOptions = {}): (text: string) => Promise<Case> {
  let client: Client | undefined;
  const start = startServer(options);
  beforeAll(async () => {
    client = await start();
  });
  afterAll(async () => {
    await client?.close();
  });
  return (text) => {
    if (client === undefined) throw new Error("the server has not been started");
    return given(client, text);
  };
}

/** Opens a project in a server. */
export async function given(client: Client, archive: string): Promise<Case> {
  const { connection, disk } = client;
  const root = disk.folder();
  const uri = (path: string): string => uriOf(`${root}/${path}`);
  const own = /^-- \S.* --$/m.test(archive)
    ? readArchive(archive).files
    : new Map([["firm/rules.mandate", archive]]);
  const texts = new Map<string, string>([["mandate.json", MANIFEST], ...readArchive(archiveOf({})).files]);
  const opened = new Map<string, number>();
  const cursors: { path: string; position: Position }[] = [];
  const ranges: MarkedRange[] = [];
  for (const [path, marked] of own) {
    const marks = readMarks(marked);
    texts.set(path, marks.text);
    for (const offset of marks.cursors) cursors.push({ path, position: position(marks.text, offset) });
    for (const mark of marks.ranges) ranges.push({ path, name: mark.name, range: range(marks.text, mark) });
  }
  for (const [path, text] of texts) disk.write(`${root}/${path}`, text);
  await connection.sendNotification(DidChangeWorkspaceFoldersNotification.type, {
    event: { added: [{ uri: uriOf(root), name: root }], removed: [] },
  });
  const open = async (path: string, text: string): Promise<void> => {
    texts.set(path, text);
    opened.set(path, 1);
    await connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: uri(path), languageId: "mandate", version: 1, text },
    });
  };
  for (const path of own.keys()) await open(path, texts.get(path) ?? "");

  const [cursor] = cursors;
  const file = cursor?.path ?? ranges[0]?.path ?? [...own.keys()][0] ?? "";
  const textOf = (path: string): string => texts.get(path) ?? "";
  const pathIn = (full: string): string => (pathOf(full) ?? full).slice(root.length + 1);
  const told = (path: string, type: FileChangeType): Promise<void> =>
    connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: uri(path), type }],
    });
  return {
    client,
    root,
    uri,
    path: pathIn,
    text: textOf,
    get at() {
      if (cursor === undefined) throw new Error("the text has no cursor: put `<|>` into it");
      return { textDocument: { uri: uri(cursor.path) }, position: cursor.position };
    },
    file,
    document: { textDocument: { uri: uri(file) } },
    cursors,
    ranges,
    ask: (type, params) => connection.sendRequest(type, params),
    open,
    type: async (path, text, where) => {
      const version = (opened.get(path) ?? 1) + 1;
      opened.set(path, version);
      texts.set(path, where === undefined ? text : edited(textOf(path), [{ range: where, newText: text }]));
      await connection.sendNotification(DidChangeTextDocumentNotification.type, {
        textDocument: { uri: uri(path), version },
        contentChanges: [where === undefined ? { text } : { range: where, text }],
      });
    },
    shut: async (path) => {
      opened.delete(path);
      await connection.sendNotification(DidCloseTextDocumentNotification.type, {
        textDocument: { uri: uri(path) },
      });
    },
    write: async (path, text) => {
      if (text === undefined) disk.remove(`${root}/${path}`);
      else disk.write(`${root}/${path}`, text);
      if (!opened.has(path)) texts.set(path, text ?? "");
      await told(path, text === undefined ? FileChangeType.Deleted : FileChangeType.Changed);
    },
    diagnostics: async (path, until = () => true) => {
      for (const deadline = Date.now() + 15_000; ; ) {
        const found = client.published.get(uri(path));
        if (found !== undefined && until(found)) return found;
        if (Date.now() > deadline)
          throw new Error(`these were published of ${path}: ${JSON.stringify(found)}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
    },
    after: (edit) => {
      const changed: Record<string, string> = {};
      for (const [path, edits] of editsByPath(edit, file, pathIn))
        changed[path] = edited(textOf(path), edits);
      return changed;
    },
  };
}

function editsByPath(
  edit: WorkspaceEdit | readonly TextEdit[] | null | undefined,
  file: string,
  path: (uri: string) => string,
): Map<string, TextEdit[]> {
  const all = new Map<string, TextEdit[]>();
  if (edit === null || edit === undefined) return all;
  const add = (key: string, edits: readonly TextEdit[]): void =>
    void all.set(key, [...(all.get(key) ?? []), ...edits]);
  if (isList(edit)) add(file, edit);
  else {
    for (const [uri, edits] of Object.entries(edit.changes ?? {})) add(path(uri), edits);
    for (const change of edit.documentChanges ?? [])
      if ("edits" in change) add(path(change.textDocument.uri), change.edits);
  }
  return all;
}

function isList(edit: WorkspaceEdit | readonly TextEdit[]): edit is readonly TextEdit[] {
  return Array.isArray(edit);
}
