/** Results of the policies' own tests, for people and for programs. */
import type { TestResult } from "@mandate/runtime";
import { explanationPage, proposalLine, proposalSchema } from "@mandate/runtime";
import { createColors } from "picocolors";
import { type Coverage, coverageAsJson } from "./coverage.ts";

/** cli.md: `{ "tests": [{ "name", "status", "file", "line", "message", "failures" }] }`, and `coverage` where it is asked for */
export function testsAsJson(results: readonly TestResult[], coverage: Coverage | undefined): string {
  const tests = results.map(({ name, status, file, line, failures }) => ({
    name,
    status,
    file,
    line,
    message: failures.map((failure) => failure.message).join("\n"),
    // For those who show each at its place.
    failures: failures.map((failure) => ({
      file: failure.file,
      line: failure.line,
      message: failure.message,
    })),
  }));
  const more = coverage === undefined ? {} : { coverage: coverageAsJson(coverage) };
  return `${JSON.stringify({ tests, ...more }, undefined, 2)}\n`;
}

function indented(text: string, by: string): string {
  return text
    .split("\n")
    .map((line) => (line === "" ? "" : by + line))
    .join("\n");
}

/** Each test on a line; a failure with expected against actual, and the proposals that came instead. */
export function testsAsText(
  results: readonly TestResult[],
  options: { readonly color: boolean; readonly quiet: boolean; readonly filter: string | undefined },
): string {
  const colors = createColors(options.color);
  const lines: string[] = [];
  for (const result of results) {
    if (result.status === "passed") {
      if (!options.quiet) lines.push(`${colors.green("passed")}  ${result.name}`);
      continue;
    }
    lines.push(`${colors.red("failed")}  ${result.name}`);
    for (const failure of result.failures) {
      lines.push(`        ${failure.file}:${failure.line}: ${failure.message}`);
    }
    for (const proposal of result.proposals) {
      const page = explanationPage(proposalSchema.parse(JSON.parse(proposalLine(proposal))));
      lines.push(colors.dim(indented(page, "        ")));
    }
  }
  const failed = results.filter((result) => result.status === "failed").length;
  const passed = results.length - failed;
  if (results.length === 0) {
    lines.push(
      options.filter === undefined
        ? 'the policies have no tests; `test "…" { … }` in any policy file makes one'
        : `no test's title contains \`${options.filter}\``,
    );
  } else if (!options.quiet || failed > 0) {
    lines.push("", failed === 0 ? `${passed} passed` : `${passed} passed, ${failed} failed`);
  }
  return lines.length === 0 ? "" : `${lines.join("\n")}\n`;
}
