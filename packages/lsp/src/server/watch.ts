/** Asks the client to tell of files that change under the editor. */
import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
  type FileSystemWatcher,
  WatchKind,
} from "vscode-languageserver/node.js";

/**
 * Policies, manifests, and what policies name: lists, universes, sleeves. A folder that comes or goes is told of by its own
 * name, and not by those of the files in it, so whatever comes or goes is looked at.
 */
const watchers: readonly FileSystemWatcher[] = [
  ...["**/*.mandate", "**/mandate.json", "**/*.csv"].map((globPattern) => ({ globPattern })),
  { globPattern: "**/*", kind: WatchKind.Create | WatchKind.Delete },
];

/** A client that cannot watch is told nothing; it tells of what it saves. */
export async function watchFiles(
  connection: Pick<Connection, "client">,
  client: ClientCapabilities,
): Promise<void> {
  if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [...watchers] });
}
