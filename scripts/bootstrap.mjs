#!/usr/bin/env node
import { runScript } from "./lib/script.mjs";
import { bootstrap } from "./lib/setup.mjs";

await runScript("bootstrap", async () => {
  await bootstrap();
  process.stderr.write("bootstrap: ready; try `npx mandate --help`\n");
  return 0;
});
