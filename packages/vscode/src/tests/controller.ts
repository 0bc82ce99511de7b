/** The Testing view: the tests that policies carry, found by the language server, run by `mandate test`. */
import * as vscode from "vscode";
import type { House } from "../editor/house.ts";
import { PolicyCoverage } from "./coverage.ts";
import { testItems } from "./items.ts";
import { runTests } from "./run.ts";

export interface Testing extends vscode.Disposable {
  /** looks for tests in every file again */
  readonly refreshAll: () => Promise<void>;
  /** runs one test, by the file's URI and the test's title */
  readonly runOne: (uri: string, title: string) => Promise<void>;
}

export function testing(house: House): Testing {
  const controller = vscode.tests.createTestController("mandate", "Mandate");
  const items = testItems(house, controller);
  const run = (request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> =>
    runTests(house, controller, request, token);
  const { Run, Coverage } = vscode.TestRunProfileKind;
  const profile = controller.createRunProfile("Run", Run, run, true);
  const coverage = controller.createRunProfile("Run with Coverage", Coverage, run, true);
  coverage.loadDetailedCoverage = async (_, file) =>
    file instanceof PolicyCoverage ? [...file.details] : [];
  controller.refreshHandler = items.refreshAll;
  return {
    refreshAll: items.refreshAll,
    runOne: async (uri, title) => {
      const item = await items.find(uri, title);
      if (item === undefined)
        return void vscode.window.showWarningMessage(
          `There is no test “${title}” any more, or its file is in no project.`,
        );
      const never = new vscode.CancellationTokenSource();
      await run(new vscode.TestRunRequest([item], undefined, profile), never.token);
      never.dispose();
    },
    dispose: () => vscode.Disposable.from(items, controller).dispose(),
  };
}
