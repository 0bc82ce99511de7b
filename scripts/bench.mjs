#!/usr/bin/env node
import { join } from "node:path";
import { runInRoot, runScript } from "./lib/script.mjs";
import { bootstrap } from "./lib/setup.mjs";

// The benchmarks are TypeScript that reaches inside the packages; they run as the product does, from a bundle.
await runScript("bench", async () => {
  await bootstrap();
  const { benchmarks, bundle } = await import("../packages/cli/build.mjs");
  await bundle(benchmarks);
  return runInRoot(process.execPath, [join(benchmarks.outdir, "bench.js"), ...process.argv.slice(2)]);
});
