#!/usr/bin/env node
// The program is bundled into ../dist by the bootstrap; this file is what package managers link, so it must exist before that.
import { existsSync } from "node:fs";

const program = new URL("../dist/mandate.js", import.meta.url);
if (existsSync(program)) {
  await import(program.href);
} else {
  process.stderr.write(
    "mandate is not set up yet: run `npm run bootstrap` in the root folder of its repository\n",
  );
  process.exitCode = 2;
}
