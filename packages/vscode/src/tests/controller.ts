/** The Testing view: the tests that policies carry, found by the language server, run by `mandate test`. */
import { join, relative } from "node:path";
import * as vscode from "vscode";
import { type DocumentSymbol, DocumentSymbolRequest } from "vscode-languageserver-protocol";
import { couldRun, type House, saveAll } from "../editor/house.ts";
import { projectAbove } from "../editor/project.ts";
import { runProgram } from "../programs/run.ts";
import { testsIn } from "./discover.ts";
import { readResults, type TestOutcome } from "./results.ts";

export interface Testing extends vscode.Disposable {
  /** looks for the tests of one file again */
  readonly refresh: (uri: vscode.Uri) => Promise<void>;
  readonly refreshAll: () => Promise<void>;
}

export function testing(house: House): Testing {
  const controller = vscode.tests.createTestController("mandate", "Mandate");

  const refresh = async (uri: vscode.Uri): Promise<void> => {
    const client = house.client();
    if (client === undefined || !client.isRunning()) return;
    const project = projectAbove(uri.fsPath);
    const outline = await client.sendRequest(DocumentSymbolRequest.type, {
      textDocument: { uri: client.code2ProtocolConverter.asUri(uri) },
    });
    const found =
      project === undefined
        ? []
        : testsIn((outline ?? []).filter((one): one is DocumentSymbol => "range" in one));
    if (found.length === 0 || project === undefined) {
      controller.items.delete(uri.toString());
      return;
    }
    const file =
      controller.items.get(uri.toString()) ??
      controller.createTestItem(uri.toString(), relative(project, uri.fsPath), uri);
    controller.items.add(file);
    file.children.replace(
      found.map(({ name, range }) => {
        const item = controller.createTestItem(`${uri.toString()} ${name}`, name, uri);
        item.range = client.protocol2CodeConverter.asRange(range);
        return item;
      }),
    );
  };

  const refreshAll = async (): Promise<void> => {
    const files = await vscode.workspace.findFiles("**/*.mandate", "**/node_modules/**");
    const known = new Set(files.map((uri) => uri.toString()));
    for (const [id] of controller.items) if (!known.has(id)) controller.items.delete(id);
    for (const uri of files) await refresh(uri);
  };

  const run = async (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> => {
    await saveAll();
    const run = controller.createTestRun(request);
    const stop = new AbortController();
    token.onCancellationRequested(() => stop.abort());
    try {
      const chosen = wanted(controller, request);
      for (const item of chosen) run.enqueued(item);
      for (const [project, items] of byProject(chosen)) {
        for (const item of items) run.started(item);
        const [only] = items;
        const filter = items.length === 1 && only !== undefined ? ["--filter", only.label] : [];
        const program = house.program(project);
        const ran = await runProgram(
          program,
          ["test", "--json", "--project", project, ...filter],
          project,
          stop.signal,
        );
        if (ran.out.trim() === "") {
          // Nothing was compiled, so nothing ran: what the compiler says is what failed.
          run.appendOutput(ran.err.replace(/\r?\n/g, "\r\n"));
          for (const item of items) run.errored(item, new vscode.TestMessage(ran.err.trim()));
          couldRun(house, ran);
          continue;
        }
        const results = readResults(ran.out);
        for (const item of items) report(run, item, project, results);
      }
    } catch (error) {
      if (!(error instanceof Error && error.name === "AbortError")) throw error;
    } finally {
      run.end();
    }
  };
  controller.createRunProfile("Run", vscode.TestRunProfileKind.Run, run, true);
  controller.refreshHandler = refreshAll;

  const watcher = vscode.workspace.createFileSystemWatcher("**/*.mandate");
  const pending = new Map<string, NodeJS.Timeout>();
  const soon = (uri: vscode.Uri): void => {
    clearTimeout(pending.get(uri.toString()));
    pending.set(
      uri.toString(),
      setTimeout(() => void refresh(uri), 400),
    );
  };
  const parts = vscode.Disposable.from(
    controller,
    watcher,
    watcher.onDidCreate(soon),
    watcher.onDidChange(soon),
    watcher.onDidDelete((uri) => controller.items.delete(uri.toString())),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      if (document.languageId === "mandate" && document.uri.scheme === "file") soon(document.uri);
    }),
  );
  return {
    refresh,
    refreshAll,
    dispose: () => {
      for (const timer of pending.values()) clearTimeout(timer);
      parts.dispose();
    },
  };
}

/** The tests of a request, without those that it leaves out; a file stands for its tests. */
function wanted(
  controller: vscode.TestController,
  { include, exclude }: vscode.TestRunRequest,
): vscode.TestItem[] {
  const leaves = (item: vscode.TestItem): vscode.TestItem[] =>
    item.children.size === 0 ? [item] : [...item.children].flatMap(([, child]) => leaves(child));
  const roots = include ?? [...controller.items].map(([, item]) => item);
  const without = new Set((exclude ?? []).flatMap(leaves));
  return roots.flatMap(leaves).filter((item) => !without.has(item));
}

function byProject(items: readonly vscode.TestItem[]): ReadonlyMap<string, readonly vscode.TestItem[]> {
  const groups = new Map<string, vscode.TestItem[]>();
  for (const item of items) {
    const project = item.uri === undefined ? undefined : projectAbove(item.uri.fsPath);
    if (project !== undefined) groups.set(project, [...(groups.get(project) ?? []), item]);
  }
  return groups;
}

function report(
  run: vscode.TestRun,
  item: vscode.TestItem,
  project: string,
  results: readonly TestOutcome[],
): void {
  const result = results.find(
    ({ name, file }) => name === item.label && item.uri?.fsPath === join(project, file),
  );
  if (result === undefined) run.skipped(item);
  else if (result.passed) run.passed(item);
  else {
    const message = new vscode.TestMessage(result.message);
    if (item.uri !== undefined)
      message.location = new vscode.Location(item.uri, new vscode.Position(Math.max(0, result.line - 1), 0));
    run.failed(item, message);
  }
}
