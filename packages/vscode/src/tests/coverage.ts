/** What tests cover of policies: a clause counts as covered where it stopped some test's proposal. */
import { join } from "node:path";
import * as vscode from "vscode";
import type { CoveredClause } from "./results.ts";

/** A file of policies with the clauses in it that bound and those that did not. */
export class PolicyCoverage extends vscode.FileCoverage {
  readonly details: readonly vscode.FileCoverageDetail[];

  constructor(uri: vscode.Uri, clauses: readonly CoveredClause[]) {
    const bound = clauses.filter((one) => one.bound).length;
    const count = new vscode.TestCoverageCount(bound, clauses.length);
    super(uri, count, undefined, count);
    // The editor's margin shows lines, its “Test Coverage” view names.
    this.details = clauses.flatMap(({ clause, line, bound: executed }) => {
      const range = new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER);
      return [
        new vscode.StatementCoverage(executed, range),
        new vscode.DeclarationCoverage(clause, executed, range),
      ];
    });
  }
}

export function coverageByFile(project: string, clauses: readonly CoveredClause[]): PolicyCoverage[] {
  const files = new Map<string, CoveredClause[]>();
  for (const one of clauses) files.set(one.file, [...(files.get(one.file) ?? []), one]);
  return [...files].map(([file, own]) => new PolicyCoverage(vscode.Uri.file(join(project, file)), own));
}
