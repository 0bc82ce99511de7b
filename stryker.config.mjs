// Mutation testing of the checks that keep a policy sound: types, units and curvature; authority; what a limit compares;
// what a lower layer may tighten, choose and edit. `npm run mutation` runs all of it, by hand, for an hour or so;
// `npm run mutation -- --mutate "packages/compiler/src/authority/**/*.ts"` runs one folder. It reports into `reports/`.

/** @type {import("@stryker-mutator/api/core").PartialStrykerOptions} */
export default {
  testRunner: "bundled",
  plugins: ["./scripts/mutation/runner.mjs"],
  buildCommand: "node scripts/mutation/bundle.mjs",
  mutate: [
    "packages/compiler/src/{types,authority,limits}/**/*.ts",
    "packages/compiler/src/accounts/{choose,tighten}.ts",
    "packages/compiler/src/menus/choice.ts",
    "!**/*.test.ts",
  ],
  // Words are what the snapshots of findings are for; a survivor among them says nothing of the check.
  mutator: { excludedMutations: ["StringLiteral"] },
  // A table that is built once, as its file is loaded, cannot be changed test by test.
  ignoreStatic: true,
  coverageAnalysis: "perTest",
  concurrency: 1,
  reporters: ["clear-text", "html", "json"],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 80, break: 80 },
  ignorePatterns: ["coverage", "examples/*/runs", "reports", ".mandate"],
};
