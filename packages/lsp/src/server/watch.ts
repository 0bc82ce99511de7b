/** Asks the client to tell of files that change under the editor. */
import {
  type ClientCapabilities,
  type Connection,
  DidChangeWatchedFilesNotification,
} from "vscode-languageserver/node.js";

/** Policies, manifests, and what policies name: lists, universes, sleeves. */
const watched = ["**/*.mandate", "**/mandate.json", "**/*.csv"];

/** A client that cannot watch is told nothing; it tells of what it saves. */
export async function watchFiles(
  connection: Pick<Connection, "client">,
  client: ClientCapabilities,
): Promise<void> {
  if (client.workspace?.didChangeWatchedFiles?.dynamicRegistration !== true) return;
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: watched.map((globPattern) => ({ globPattern })),
  });
}
