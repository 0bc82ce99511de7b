/** The server: a connection, the projects behind it, and the features that answer. */
import type { Readable, Writable } from "node:stream";
import type { ProjectHost } from "@mandate/compiler";
import { createConnection } from "vscode-languageserver/lib/common/server.js";
import {
  type ClientCapabilities,
  createProtocolConnection,
  type InitializeParams,
  type InitializeResult,
  type ServerCapabilities,
  StreamMessageReader,
  StreamMessageWriter,
  TextDocumentSyncKind,
} from "vscode-languageserver/node.js";
import { openDocuments } from "../documents/documents.ts";
import type { Feature, World } from "../features/feature.ts";
import { features as everyFeature } from "../features/table.ts";
import { chooseEncoding, type Encoding } from "../places/positions.ts";
import { knownProjects } from "../projects/projects.ts";
import { reportDiagnostics } from "./diagnostics.ts";
import { guard } from "./guard.ts";
import { readOptions } from "./options.ts";
import { type ProofsService, type Prover, proveAfterSaving } from "./proofs.ts";
import { watchFiles } from "./watch.ts";

export interface ServeOptions {
  readonly input: Readable;
  readonly output: Writable;
  /** the disk */
  readonly host: ProjectHost;
  /** ISO date; asked anew whenever something is checked */
  readonly today: () => string;
  readonly version: string;
  /** the folder of the handbook's pages, a URI that ends in `/`; the client may name another */
  readonly handbook?: string;
  /** of the policies that are saved; without one, nothing is proved */
  readonly prover?: Prover;
  /** calls back once the client's process is gone */
  readonly watchClient?: (pid: number, gone: () => void) => void;
  /** instead of all of them, for tests */
  readonly features?: readonly Feature[];
  /** milliseconds between the last keystroke and the check that it starts */
  readonly delay?: number;
}

/** Long enough for one burst of keystrokes, short enough that nobody waits for it. */
const DELAY = 15;

/**
 * Speaks the Language Server Protocol until the client says goodbye, or goes without a word.
 *
 * @returns the exit code: 0 after `shutdown` and `exit`, else 1
 */
export function serve(options: ServeOptions): Promise<number> {
  const { input, output, features = everyFeature } = options;
  return new Promise((resolve) => {
    const watchDog = {
      shutdownReceived: false,
      initialize: ({ processId }: InitializeParams) => {
        if (typeof processId === "number") options.watchClient?.(processId, () => end(1));
      },
      exit: (code: number) => end(code),
    };
    const connection = createConnection(
      (logger) =>
        createProtocolConnection(new StreamMessageReader(input), new StreamMessageWriter(output), logger),
      watchDog,
    );
    let ended = false;
    const end = (code: number): void => {
      if (ended) return;
      ended = true;
      diagnostics.stop();
      void options.prover?.close();
      connection.dispose();
      // Standard input that is listened to would keep the process alive.
      input.destroy();
      resolve(code);
    };
    input.once("close", () => end(watchDog.shutdownReceived ? 0 : 1));
    input.once("end", () => end(watchDog.shutdownReceived ? 0 : 1));

    let client: ClientCapabilities = {};
    let encoding: Encoding = "utf-16";
    let handbook = options.handbook;
    const documents = openDocuments(() => encoding);
    const projects = knownProjects(options.host, documents, {
      encoding: () => encoding,
      today: options.today,
    });
    const { answer, attempt } = guard(connection.console, () => ended);
    const world: World = {
      here: projects.here,
      lately: projects.lately,
      snapshots: () => [
        ...projects.all().map((project) => project.snapshot()),
        ...projects.lone().map(({ snapshot }) => snapshot),
      ],
      get client() {
        return client;
      },
      get handbook() {
        return handbook;
      },
    };
    const diagnostics = reportDiagnostics({
      connection,
      projects,
      documents,
      world,
      attempt,
      delay: options.delay ?? DELAY,
    });

    let proofs: ProofsService | undefined;

    connection.onInitialize((params): InitializeResult => {
      const settings = readOptions(params.initializationOptions);
      client = params.capabilities;
      encoding = chooseEncoding(client.general?.positionEncodings);
      handbook = settings.handbook ?? options.handbook;
      for (const { uri } of params.workspaceFolders ?? []) projects.addFolder(uri);
      if (params.workspaceFolders == null && params.rootUri != null) projects.addFolder(params.rootUri);
      diagnostics.start(settings.diagnostics);
      const { prover } = options;
      if (prover !== undefined && settings.proofs !== "never")
        proofs = proveAfterSaving({ connection, projects, prover, attempt, found: () => diagnostics.soon() });
      return {
        serverInfo: { name: "mandate", version: options.version },
        capabilities: merged([
          {
            positionEncoding: encoding,
            textDocumentSync: {
              openClose: true,
              change: TextDocumentSyncKind.Incremental,
              save: { includeText: false },
            },
            workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
          },
          diagnostics.capabilities(),
          ...features.map(({ capabilities }) =>
            typeof capabilities === "function" ? capabilities(client) : capabilities,
          ),
        ]),
      };
    });
    connection.onInitialized(() =>
      attempt("initialized", async () => {
        if (client.workspace?.workspaceFolders === true)
          connection.workspace.onDidChangeWorkspaceFolders((event) =>
            attempt("workspace/didChangeWorkspaceFolders", () => {
              for (const { uri } of event.added) projects.addFolder(uri);
              for (const { uri } of event.removed) projects.removeFolder(uri);
              diagnostics.soon();
            }),
          );
        await watchFiles(connection, client);
        await diagnostics.first();
      }),
    );
    connection.onShutdown(() => diagnostics.stop());

    connection.onDidOpenTextDocument(({ textDocument }) =>
      attempt("textDocument/didOpen", () => {
        documents.open(textDocument);
        projects.edited(textDocument.uri);
        diagnostics.soon(textDocument.uri);
      }),
    );
    connection.onDidChangeTextDocument(({ textDocument: { uri, version }, contentChanges }) =>
      attempt("textDocument/didChange", () => {
        if (documents.change(uri, version, contentChanges) === undefined) return;
        projects.edited(uri);
        diagnostics.soon(uri);
      }),
    );
    const touched =
      (what: string, act?: (uri: string) => void) =>
      (uris: readonly string[]): Promise<void> =>
        attempt(what, () => {
          for (const uri of uris) act?.(uri);
          for (const uri of uris) projects.touched(uri);
          diagnostics.soon();
        });
    const closed = touched("textDocument/didClose", (uri) => {
      documents.close(uri);
    });
    connection.onDidCloseTextDocument(({ textDocument }) => closed([textDocument.uri]));
    connection.onDidSaveTextDocument(async ({ textDocument }) => {
      // A client that watches no files tells at least of those it saves.
      await touched("textDocument/didSave")([textDocument.uri]);
      proofs?.soon();
    });
    connection.onDidChangeWatchedFiles(({ changes }) =>
      touched("workspace/didChangeWatchedFiles")(changes.map(({ uri }) => uri)),
    );

    for (const { register } of [...features, diagnostics.feature])
      register((type, find) => {
        connection.onRequest(type, (params, token) => answer(type.method, token, () => find(world, params)));
      });
    connection.listen();
  });
}

/** Features promise different things, but for what concerns the workspace. */
function merged(all: readonly ServerCapabilities[]): ServerCapabilities {
  const sum: ServerCapabilities = {};
  for (const part of all) {
    const workspace = { ...sum.workspace, ...part.workspace };
    Object.assign(sum, part, { workspace });
  }
  return sum;
}
