#!/usr/bin/env node
import { join } from "node:path";
import { runInRoot, runScript } from "./lib/script.mjs";
import { bootstrap, root } from "./lib/setup.mjs";

// The main job on the example firm: proposals for every account, then the summary that `solve` ends with.
await runScript("start", async () => {
  await bootstrap();
  const mandate = join(root, "packages", "cli", "bin", "mandate.js");
  const acme = join("examples", "acme");
  const args = ["solve", "--project", acme, "--out", join(acme, "runs", "start"), ...process.argv.slice(2)];
  return runInRoot(process.execPath, [mandate, ...args]);
});
