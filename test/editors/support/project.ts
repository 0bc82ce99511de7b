/** A copy of a project that editors may write in. */
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { acme, commandLine } from "./places.ts";

export interface ProjectCopy {
  readonly folder: string;
  readonly remove: () => void;
}

/** `examples/acme`, with `mandate` installed as a project has it. */
export function copyOfAcme(): ProjectCopy {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), "mandate-editors-"))), "acme");
  cpSync(acme, folder, {
    recursive: true,
    filter: (path) => !/[/\\]acme[/\\](runs|generator|node_modules)$/.test(path),
  });
  const bin = join(folder, "node_modules", ".bin");
  mkdirSync(bin, { recursive: true });
  symlinkSync(commandLine, join(bin, "mandate"));
  return { folder, remove: () => rmSync(join(folder, ".."), { recursive: true, force: true }) };
}
