/** Runs the tests that the policies carry. */
import { backendFor, runTest, type TestResult } from "@mandate/runtime";
import { EXIT, type ExitCode } from "../exit.ts";
import { coverageOf, coverageText } from "../language-tests/coverage.ts";
import { junit } from "../language-tests/junit.ts";
import { testsAsJson, testsAsText } from "../language-tests/report.ts";
import { type Call, has, textOf } from "../options.ts";
import { soundProject } from "../project/compile.ts";
import { openProject } from "../project/open.ts";
import type { World } from "../world.ts";

export async function run(world: World, call: Call): Promise<ExitCode> {
  if (!has(call, "watch")) return runOnce(world, call);
  const { root } = openProject(world, call);
  const { watching } = await import("../language-tests/watch.ts");
  // Whoever watches over midnight tests with the new day.
  const now = (): World => ({ ...world, today: world.session?.today() ?? world.today });
  return watching(world, root, () => runOnce(now(), call));
}

async function runOnce(world: World, call: Call): Promise<ExitCode> {
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { bundle } = project;
  const filter = textOf(call, "filter");
  const chosen = bundle.tests.filter(
    (test) => filter === undefined || folded(test.name).includes(folded(filter)),
  );
  const now = (): number => performance.now();
  const backend = await backendFor("auto", now);
  const results: TestResult[] = [];
  try {
    for (const test of chosen) results.push(runTest(bundle, test, { backend, timeLimitSeconds: 30, now }));
  } finally {
    backend.dispose();
  }
  const format = textOf(call, "format") ?? (has(call, "json") ? "json" : "pretty");
  const coverage = has(call, "coverage") ? coverageOf(bundle, results) : undefined;
  if (format === "json") world.out.write(testsAsJson(results, coverage));
  else if (format === "junit") world.out.write(junit(bundle.name, results));
  else {
    world.out.write(testsAsText(results, { color: world.out.color, quiet: has(call, "quiet"), filter }));
    if (coverage !== undefined) world.out.write(coverageText(coverage));
  }
  return results.some((result) => result.status === "failed") ? EXIT.found : EXIT.clean;
}

/** Titles are looked for as people remember them, not by their capitals. */
function folded(text: string): string {
  return text.toLowerCase();
}
