import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

// A test runner for Stryker: every test and every mutant in one script, loaded once. A mutant costs no more than the tests
// that reach it, some 20 ms; a runner that starts vitest for each took 0.7 to 4 s.

/** @typedef {import("./tests.mjs").Test} Test */
/** @typedef {{ activeMutant?: string, currentTestId?: string, mutantCoverage?: unknown, hitCount?: number, hitLimit?: number }} Namespace */

/** @returns {Namespace} where Stryker's changed sources look for the mutant that is switched on */
function namespace() {
  const global = /** @type {{ __stryker__?: Namespace }} */ (globalThis);
  global.__stryker__ ??= {};
  return global.__stryker__;
}

class BundledTestRunner {
  /** @type {readonly Test[]} */
  tests = [];

  capabilities() {
    return { reloadEnvironment: false };
  }

  async init() {
    namespace();
    const { tests } = await import(pathToFileURL(resolve("mutants", "tests.mjs")).href);
    this.tests = tests;
  }

  async dryRun() {
    const own = namespace();
    const results = [];
    for (const test of this.tests) {
      own.currentTestId = test.id;
      results.push(await attempt(test));
    }
    delete own.currentTestId;
    return { status: "complete", tests: results, mutantCoverage: own.mutantCoverage };
  }

  /** @param {{ activeMutant: { id: string }, testFilter?: readonly string[], hitLimit?: number }} options */
  async mutantRun({ activeMutant, testFilter, hitLimit }) {
    const own = namespace();
    own.activeMutant = activeMutant.id;
    if (hitLimit === undefined) delete own.hitCount;
    else {
      own.hitCount = 0;
      own.hitLimit = hitLimit;
    }
    const wanted = testFilter === undefined ? undefined : new Set(testFilter);
    let nrOfTests = 0;
    try {
      for (const test of this.tests) {
        if (wanted !== undefined && !wanted.has(test.id)) continue;
        nrOfTests += 1;
        const result = await attempt(test);
        if (hitLimit !== undefined && (own.hitCount ?? 0) > hitLimit)
          return { status: "timeout", reason: "it goes round and round" };
        if (result.status === 1)
          return { status: "killed", killedBy: [test.id], failureMessage: result.failureMessage, nrOfTests };
      }
      return { status: "survived", nrOfTests };
    } finally {
      delete own.activeMutant;
    }
  }

  async dispose() {
    this.tests = [];
  }
}

/**
 * Stryker's numbers: 0 passed, 1 failed.
 * @param {Test} test
 */
async function attempt(test) {
  const started = performance.now();
  const done = { id: test.id, name: test.name, fileName: test.name.split(" > ")[0] };
  try {
    await test.run();
    return { ...done, status: 0, timeSpentMs: performance.now() - started, failureMessage: "" };
  } catch (error) {
    return { ...done, status: 1, timeSpentMs: performance.now() - started, failureMessage: String(error) };
  }
}

export const strykerPlugins = [{ kind: "TestRunner", name: "bundled", injectableClass: BundledTestRunner }];
