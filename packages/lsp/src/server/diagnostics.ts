/** When diagnostics travel: pushed after a pause in typing, or pulled by the client, which is told when to pull again. */
import { createHash } from "node:crypto";
import {
  type Connection,
  type Diagnostic,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
  type ServerCapabilities,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from "vscode-languageserver/node.js";
import type { Documents } from "../documents/documents.ts";
import { diagnosticsByUri } from "../features/diagnostics.ts";
import type { Feature, World } from "../features/feature.ts";
import { sameUri } from "../places/paths.ts";
import type { Projects } from "../projects/projects.ts";
import { type Guard, turn } from "./guard.ts";

interface Given {
  readonly connection: Connection;
  readonly projects: Projects;
  readonly documents: Documents;
  readonly world: World;
  readonly attempt: Guard["attempt"];
  /** milliseconds */
  readonly delay: number;
}

export interface DiagnosticsService {
  readonly start: (wish: "push" | "pull" | undefined) => void;
  readonly capabilities: () => ServerCapabilities;
  readonly feature: Feature;
  /** the first check of everything, with its progress shown */
  readonly first: () => Promise<void>;
  /** something changed, in this document or anywhere: check after a pause */
  readonly soon: (edited?: string) => void;
  readonly stop: () => void;
}

type Report = ReadonlyMap<string, readonly Diagnostic[]>;

export function reportDiagnostics({
  connection,
  projects,
  documents,
  world,
  attempt,
  delay,
}: Given): DiagnosticsService {
  let pull = false;
  let timer: NodeJS.Timeout | undefined;
  let generation = 0;
  let stopped = false;
  /** what the client was last told, as text, by URI */
  let told = new Map<string, string>();
  /** documents that were typed in since: the client pulls those by itself */
  const edited = new Set<string>();

  const report = (): Report => {
    const all = new Map<string, readonly Diagnostic[]>();
    for (const snapshot of world.snapshots())
      for (const [uri, found] of diagnosticsByUri(snapshot, world.handbook))
        all.set(uri, [...(all.get(uri) ?? []), ...found]);
    return all;
  };

  const publish = (found: Report): void => {
    const next = new Map<string, string>();
    let others = false;
    for (const [uri, diagnostics] of found) next.set(uri, JSON.stringify(diagnostics));
    for (const uri of new Set([...told.keys(), ...next.keys()])) {
      if (told.get(uri) === next.get(uri)) continue;
      others ||= !edited.has(sameUri(uri));
      if (pull) continue;
      const version = documents.get(uri)?.version;
      void connection.sendDiagnostics({
        uri,
        diagnostics: [...(found.get(uri) ?? [])],
        ...(version === undefined ? {} : { version }),
      });
    }
    told = next;
    edited.clear();
    if (pull && others && world.client.workspace?.diagnostics?.refreshSupport === true)
      void connection.languages.diagnostics.refresh();
  };

  const check = async (): Promise<void> => {
    const mine = ++generation;
    for (const project of projects.all()) {
      project.snapshot();
      // What was typed meanwhile starts a check of its own.
      await turn();
      if (mine !== generation || stopped) return;
    }
    publish(report());
  };

  const soon = (uri?: string): void => {
    generation++;
    if (uri !== undefined) edited.add(sameUri(uri));
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => void attempt("checking", check), delay);
  };

  return {
    start: (wish) => {
      pull = (wish ?? (world.client.textDocument?.diagnostic === undefined ? "push" : "pull")) === "pull";
    },
    capabilities: () =>
      pull
        ? {
            diagnosticProvider: {
              identifier: "mandate",
              interFileDependencies: true,
              workspaceDiagnostics: true,
            },
          }
        : {},
    feature: {
      capabilities: {},
      register: (register) => {
        register(
          DocumentDiagnosticRequest.type,
          (_, { textDocument, previousResultId }): DocumentDiagnosticReport =>
            outcome(find(report(), textDocument.uri), previousResultId),
        );
        register(WorkspaceDiagnosticRequest.type, (_, { previousResultIds }): WorkspaceDiagnosticReport => {
          const found = report();
          const before = new Map(previousResultIds.map(({ uri, value }) => [sameUri(uri), value]));
          const uris = new Set([...found.keys(), ...before.keys()]);
          return {
            items: [...uris].map(
              (uri): WorkspaceDocumentDiagnosticReport => ({
                uri,
                version: documents.get(uri)?.version ?? null,
                ...outcome(find(found, uri), before.get(sameUri(uri))),
              }),
            ),
          };
        });
      },
    },
    first: async () => {
      const progress = await connection.window.createWorkDoneProgress();
      progress.begin("Checking policies", 0);
      try {
        const all = projects.all();
        for (const [index, project] of all.entries()) {
          progress.report(
            Math.round((100 * index) / all.length),
            project.root.slice(project.root.lastIndexOf("/") + 1),
          );
          await turn();
          if (stopped) return;
          project.snapshot();
        }
      } finally {
        progress.done();
      }
      await check();
    },
    soon,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

function find(report: Report, uri: string): readonly Diagnostic[] {
  return report.get(uri) ?? report.get(sameUri(uri)) ?? [];
}

/** What a client has already is not sent again. */
function outcome(diagnostics: readonly Diagnostic[], previous: string | undefined): DocumentDiagnosticReport {
  const resultId = createHash("sha1").update(JSON.stringify(diagnostics)).digest("base64");
  return previous === resultId
    ? { kind: DocumentDiagnosticReportKind.Unchanged, resultId }
    : { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...diagnostics] };
}
