/** A client as an editor is one: the same over streams in this process and over a child's standard input and output. */
import { spawn } from "node:child_process";
import { PassThrough } from "node:stream";
import {
  type ClientCapabilities,
  createProtocolConnection,
  type Diagnostic,
  ExitNotification,
  InitializedNotification,
  InitializeRequest,
  type InitializeResult,
  LogMessageNotification,
  type ProtocolConnection,
  PublishDiagnosticsNotification,
  type PublishDiagnosticsParams,
  RegistrationRequest,
  ShutdownRequest,
  StreamMessageReader,
  StreamMessageWriter,
  WorkDoneProgress,
  type WorkDoneProgressBegin,
  WorkDoneProgressCreateRequest,
} from "vscode-languageserver/node.js";
import { type ServeOptions, serve } from "../server/serve.ts";
import { type Disk, memoryDisk, realDisk } from "./disk.ts";

/** The day on which tests are read. */
export const TODAY = "2026-11-22";

export interface Client {
  /** the server's process; this one where it is no other */
  readonly pid: number;
  readonly connection: ProtocolConnection;
  readonly disk: Disk;
  readonly initialized: InitializeResult;
  /** what was published last, by URI */
  readonly published: ReadonlyMap<string, readonly Diagnostic[]>;
  readonly versions: ReadonlyMap<string, number | undefined>;
  /** all that was published, in its order */
  readonly publications: readonly PublishDiagnosticsParams[];
  /** what the server wrote into the log */
  readonly log: readonly string[];
  /** titles of the work that was shown */
  readonly work: readonly string[];
  /** methods that the server asked to be told of */
  readonly registered: readonly string[];
  /** says goodbye; the server's exit code */
  readonly close: () => Promise<number>;
}

export interface ClientOptions {
  readonly capabilities?: ClientCapabilities;
  readonly initializationOptions?: unknown;
  readonly folders?: readonly string[];
  /** of the server in this process */
  readonly server?: Partial<ServeOptions>;
}

/** What most editors can do. */
export const capabilities: ClientCapabilities = {
  workspace: {
    workspaceFolders: true,
    didChangeWatchedFiles: { dynamicRegistration: true },
    workspaceEdit: { documentChanges: true, resourceOperations: ["create", "rename", "delete"] },
    symbol: {},
  },
  textDocument: {
    publishDiagnostics: { relatedInformation: true, versionSupport: true },
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ["markdown", "plaintext"],
        insertReplaceSupport: true,
      },
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
      isPreferredSupport: true,
    },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    foldingRange: { lineFoldingOnly: true },
    rename: { prepareSupport: true },
  },
  window: { workDoneProgress: true },
};

/** A server in this process, over a disk in memory. */
export async function inProcess(options: ClientOptions = {}): Promise<Client> {
  const disk = memoryDisk();
  const toServer = new PassThrough();
  const toClient = new PassThrough();
  const served = serve({
    input: toServer,
    output: toClient,
    host: disk.host,
    today: () => TODAY,
    version: "0.0.0",
    delay: 0,
    ...options.server,
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(toClient),
    new StreamMessageWriter(toServer),
  );
  return connected(connection, { disk, pid: process.pid, exited: () => served }, options);
}

/** The program as it is shipped, over its standard input and output. */
export async function bundled(program: string, options: ClientOptions = {}): Promise<Client> {
  const child = spawn(process.execPath, [program, "lsp", "--stdio", "--as-of", TODAY], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const exit = new Promise<number>((resolve) => {
    child.once("exit", (code) => resolve(code ?? -1));
  });
  const connection = createProtocolConnection(
    new StreamMessageReader(child.stdout),
    new StreamMessageWriter(child.stdin),
  );
  return connected(connection, { disk: realDisk(), pid: child.pid ?? -1, exited: () => exit }, options);
}

interface Server {
  readonly disk: Disk;
  readonly pid: number;
  /** its exit code, once it is gone */
  readonly exited: () => Promise<number>;
}

async function connected(
  connection: ProtocolConnection,
  { disk, pid, exited }: Server,
  options: ClientOptions,
): Promise<Client> {
  const published = new Map<string, readonly Diagnostic[]>();
  const versions = new Map<string, number | undefined>();
  const publications: PublishDiagnosticsParams[] = [];
  const log: string[] = [];
  const work: string[] = [];
  const registered: string[] = [];
  connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
    const { uri, diagnostics, version } = params;
    publications.push(params);
    published.set(uri, diagnostics);
    versions.set(uri, version);
  });
  connection.onNotification(LogMessageNotification.type, ({ message }) => void log.push(message));
  connection.onRequest(WorkDoneProgressCreateRequest.type, ({ token }) => {
    connection.onProgress(WorkDoneProgress.type, token, (value) => {
      if (isBegin(value)) work.push(value.title);
    });
  });
  connection.onRequest(RegistrationRequest.type, ({ registrations }) => {
    registered.push(...registrations.map(({ method }) => method));
  });
  connection.listen();
  const initialized = await connection.sendRequest(InitializeRequest.type, {
    processId: process.pid,
    rootUri: null,
    capabilities: options.capabilities ?? capabilities,
    ...(options.initializationOptions === undefined
      ? {}
      : { initializationOptions: options.initializationOptions }),
    workspaceFolders: (options.folders ?? []).map((uri) => ({ uri, name: uri })),
  });
  await connection.sendNotification(InitializedNotification.type, {});
  return {
    pid,
    connection,
    disk,
    initialized,
    published,
    versions,
    publications,
    log,
    work,
    registered,
    close: async () => {
      await connection.sendRequest(ShutdownRequest.type);
      await connection.sendNotification(ExitNotification.type);
      const code = await exited();
      connection.dispose();
      disk.close();
      return code;
    },
  };
}

function isBegin(value: { readonly kind: string }): value is WorkDoneProgressBegin {
  return value.kind === "begin";
}
