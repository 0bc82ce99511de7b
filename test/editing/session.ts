/** An editor at work: tells the server what its author does, and holds what the server shows against a fresh build. */
import { setTimeout as pause } from "node:timers/promises";
import { type Client, uriOf } from "@mandate/lsp/testing";
import { fresh, rangeText, type Shown, sentence } from "./fresh.ts";
import { isIn, positionOf, type World } from "./world.ts";

type Published = Client["publications"][number];
type Shipped = Published["diagnostics"][number];

export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

export interface Session {
  readonly open: (path: string, text: string) => Promise<void>;
  /** each change counts in what the one before it left */
  readonly change: (path: string, changes: readonly Change[]) => Promise<void>;
  /** all of a text at once */
  readonly replace: (path: string, text: string) => Promise<void>;
  readonly close: (path: string) => Promise<void>;
  /** a file's text on the disk, or its end, without a word to the server */
  readonly put: (path: string, text: string | undefined) => void;
  /** what the editor's watcher tells: 1 created, 2 changed, 3 deleted */
  readonly watched: (
    changes: readonly { readonly path: string; readonly type: 1 | 2 | 3 }[],
  ) => Promise<void>;
  readonly saved: (path: string) => Promise<void>;
  readonly folders: (added: readonly string[], removed: readonly string[]) => Promise<void>;
  readonly request: (method: string, params: object) => Promise<unknown>;
  /** @throws Error once the server shows something else for too long, or has shown what never was */
  readonly settled: () => Promise<void>;
}

/** Longer than any check takes on a machine that has other things to do, milliseconds. */
const PATIENCE = 20_000;
/** Turns of the event loop after which a server in this very process has had its turn often enough. */
const TURNS = 150;

/** @param pull whether the editor asks for diagnostics, or the server publishes them */
export function session(client: Client, world: World, pull: boolean): Session {
  const { connection, disk } = client;
  const notify = (method: string, params: object) => connection.sendNotification(method, params);
  const known = (path: string) => {
    const document = world.open.get(path);
    if (document === undefined) throw new Error(`${path} is not open`);
    return document;
  };
  const moved = (path: string, text: string) => {
    const document = known(path);
    document.version += 1;
    document.text = text;
    document.versions.set(document.version, text);
    return { uri: document.uri, version: document.version };
  };
  const results = new Map<string, string>();
  const pulled = new Map<string, readonly Shipped[]>();
  /** texts at versions, of documents that were closed too: what is published late is of one of them */
  const texts = new Map<string, Map<number, string>>();
  let heard = 0;

  const ask = async (): Promise<void> => {
    const answer: Report = await connection.sendRequest("workspace/diagnostic", {
      previousResultIds: [...results].map(([uri, value]) => ({ uri, value })),
    });
    for (const { uri, kind, resultId, items } of answer.items) {
      if (resultId !== undefined) results.set(uri, resultId);
      if (kind === "full") pulled.set(uri, items ?? []);
    }
  };

  const shown = (): Shown => {
    const all = new Map<string, readonly string[]>();
    for (const [uri, diagnostics] of pull ? pulled : client.published)
      if (diagnostics.length > 0) all.set(pathOf(uri), diagnostics.map(said).sort());
    return all;
  };

  /** What was published of a version stands inside that version's text. */
  const misplaced = (): string | undefined => {
    for (; heard < client.publications.length; heard++) {
      const { uri, version, diagnostics } = client.publications[heard] ?? { uri: "", diagnostics: [] };
      if (version === undefined) continue;
      const text = texts.get(uri)?.get(version);
      if (text === undefined) return `${uri} has never had the version ${version}`;
      for (const { range, message } of diagnostics)
        if (!isIn(text, range.start) || !isIn(text, range.end))
          return `${uri}, version ${version}: ${rangeText(range)} is outside of the text: ${message}`;
    }
    return undefined;
  };

  return {
    open: async (path, text) => {
      const uri = path.startsWith("/") ? uriOf(path) : path;
      const version = 1 + Math.max(0, ...(texts.get(uri)?.keys() ?? []));
      const versions = texts.get(uri) ?? new Map<number, string>();
      texts.set(uri, versions.set(version, text));
      world.open.set(path, { uri, text, version, versions });
      await notify("textDocument/didOpen", { textDocument: { uri, languageId: "mandate", version, text } });
    },
    change: async (path, changes) => {
      let { text } = known(path);
      const contentChanges = changes.map((change) => {
        const range = { start: positionOf(text, change.start), end: positionOf(text, change.end) };
        text = text.slice(0, change.start) + change.text + text.slice(change.end);
        return { range, text: change.text };
      });
      await notify("textDocument/didChange", { textDocument: moved(path, text), contentChanges });
    },
    replace: (path, text) =>
      notify("textDocument/didChange", { textDocument: moved(path, text), contentChanges: [{ text }] }),
    close: async (path) => {
      const { uri } = known(path);
      world.open.delete(path);
      await notify("textDocument/didClose", { textDocument: { uri } });
    },
    put: (path, text) => {
      if (text === undefined) {
        for (const file of world.disk.keys())
          if (file === path || file.startsWith(`${path}/`)) world.disk.delete(file);
        disk.remove(path);
      } else {
        world.disk.set(path, text);
        disk.write(path, text);
      }
    },
    watched: (changes) =>
      notify("workspace/didChangeWatchedFiles", {
        changes: changes.map(({ path, type }) => ({ uri: uriOf(path), type })),
      }),
    saved: (path) => notify("textDocument/didSave", { textDocument: { uri: known(path).uri } }),
    folders: (added, removed) => {
      for (const path of added) world.folders.add(path);
      for (const path of removed) world.folders.delete(path);
      const named = (path: string) => ({ uri: uriOf(path), name: path });
      return notify("workspace/didChangeWorkspaceFolders", {
        event: { added: added.map(named), removed: removed.map(named) },
      });
    },
    request: (method, params) => connection.sendRequest(method, params),
    settled: async () => {
      const wanted = text(fresh(world));
      const deadline = Date.now() + PATIENCE;
      const own = client.pid === process.pid;
      for (let turn = 0; ; turn++) {
        if (pull) await ask();
        const found = text(shown());
        const never = misplaced() ?? client.log[0];
        if (never !== undefined) throw new Error(never);
        if (found === wanted) return;
        // What is asked for is answered as it is now.
        if (pull || (own ? turn > TURNS : Date.now() > deadline))
          throw new Error(`shown:\n${found}\n\nfresh:\n${wanted}`);
        await pause(1);
      }
    },
  };
}

interface Report {
  readonly items: readonly {
    readonly uri: string;
    readonly kind: string;
    readonly resultId?: string;
    readonly items?: readonly Shipped[];
  }[];
}

function text(shown: Shown): string {
  return [...shown]
    .map(([path, all]) => `${path}\n${all.map((one) => `  ${one}`).join("\n")}`)
    .sort()
    .join("\n");
}

function pathOf(uri: string): string {
  return uri.startsWith("file://") ? decodeURIComponent(uri.slice("file://".length)) : uri;
}

function said({ range, code, severity, message, tags, relatedInformation, data }: Shipped): string {
  const place = (at: { readonly uri: string; readonly range: Shipped["range"] }) => ({
    path: pathOf(at.uri),
    range: at.range,
  });
  return `${rangeText(range)} ${sentence({
    code,
    severity,
    message,
    tags: tags ?? [],
    related: (relatedInformation ?? []).map((one) => ({ ...place(one.location), message: one.message })),
    fixes: fixesOf(data).map(({ title, edits }) => ({
      title,
      edits: edits.map((edit) => ({ ...place(edit), newText: edit.newText })),
    })),
  })}`;
}

interface Fix {
  readonly title: string;
  readonly edits: readonly {
    readonly uri: string;
    readonly range: Shipped["range"];
    readonly newText: string;
  }[];
}

function fixesOf(data: unknown): readonly Fix[] {
  return isData(data) ? data.fixes : [];
}

function isData(data: unknown): data is { readonly fixes: readonly Fix[] } {
  return typeof data === "object" && data !== null && "fixes" in data;
}
