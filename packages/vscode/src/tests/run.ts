/** Runs what the Testing view asks for, by `mandate test`, and tells it what became of each test. */
import { dirname, join } from "node:path";
import * as vscode from "vscode";
import { couldRun, type House, saveAll } from "../editor/house.ts";
import { projectAbove } from "../editor/project.ts";
import { runProgram } from "../programs/run.ts";
import { coverageByFile } from "./coverage.ts";
import { readResults, type TestOutcome } from "./results.ts";

export async function runTests(
  house: House,
  controller: vscode.TestController,
  request: vscode.TestRunRequest,
  token: vscode.CancellationToken,
): Promise<void> {
  await saveAll();
  const run = controller.createTestRun(request);
  const stop = new AbortController();
  token.onCancellationRequested(() => stop.abort());
  const coverage = request.profile?.kind === vscode.TestRunProfileKind.Coverage;
  try {
    const chosen = wanted(controller, request);
    for (const item of chosen) run.enqueued(item);
    for (const [project, items] of byProject(chosen))
      await runProject(house, run, project, items, coverage, stop.signal);
  } catch (error) {
    if (!(error instanceof Error && error.name === "AbortError")) throw error;
  } finally {
    run.end();
  }
}

async function runProject(
  house: House,
  run: vscode.TestRun,
  project: string,
  items: readonly vscode.TestItem[],
  coverage: boolean,
  signal: AbortSignal,
): Promise<void> {
  for (const item of items) run.started(item);
  const [only] = items;
  const args = [
    ...(coverage ? ["--coverage"] : []),
    ...(items.length === 1 && only !== undefined ? ["--filter", only.label] : []),
  ];
  const ran = await runProgram(
    house.program(project),
    ["test", "--json", "--project", project, ...args],
    project,
    { signal },
  );
  if (ran.out.trim() === "") {
    // Nothing was compiled, so nothing ran: what the compiler says is what failed.
    print(run, ran.err);
    for (const item of items) run.errored(item, new vscode.TestMessage(ran.err.trim()));
    couldRun(house, ran);
    return;
  }
  const report = readResults(ran.out);
  for (const item of items) tell(run, item, project, report.tests);
  if (coverage) for (const file of coverageByFile(project, report.coverage)) run.addCoverage(file);
}

function tell(
  run: vscode.TestRun,
  item: vscode.TestItem,
  project: string,
  outcomes: readonly TestOutcome[],
): void {
  const outcome = outcomes.find(
    ({ name, file }) => name === item.label && item.uri?.fsPath === join(project, file),
  );
  if (outcome === undefined) {
    print(run, `skipped  ${item.label}: it is not in the file that was saved\n`, item);
    run.skipped(item);
    return;
  }
  if (outcome.passed) {
    print(run, `passed  ${item.label}\n`, item);
    run.passed(item);
    return;
  }
  const messages = outcome.failures.map(({ file, line, message }) => {
    const told = new vscode.TestMessage(message);
    told.location = new vscode.Location(
      vscode.Uri.file(join(project, file)),
      new vscode.Range(Math.max(0, line - 1), 0, Math.max(0, line - 1), Number.MAX_SAFE_INTEGER),
    );
    return told;
  });
  print(run, `failed  ${item.label}\n`, item);
  for (const { file, line, message } of outcome.failures)
    print(run, `        ${file}:${line}: ${message.replaceAll("\n", "\n        ")}\n`, item);
  run.failed(item, messages);
}

/** The view is a terminal, whose lines end as a typewriter's do. */
function print(run: vscode.TestRun, text: string, item?: vscode.TestItem): void {
  run.appendOutput(text.replace(/\r?\n/g, "\r\n"), undefined, item);
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
    const project = item.uri === undefined ? undefined : projectAbove(dirname(item.uri.fsPath));
    if (project !== undefined) groups.set(project, [...(groups.get(project) ?? []), item]);
  }
  return groups;
}
