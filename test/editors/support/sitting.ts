/** One sitting at a real editor: each step goes on where the one before it left. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe } from "vitest";
import { type CodeServer, installCodeServer, startCodeServer, type Trust } from "./codeServer.ts";
import { copyOfAcme, type ProjectCopy } from "./project.ts";
import { tool } from "./tools.ts";
import { openWorkbench, type Workbench } from "./workbench.ts";

const chromium = tool("chromium");
const ripgrep = tool("rg");

export interface Sitting {
  readonly code: Workbench;
  /** a copy of `examples/acme`, open in the workbench */
  readonly folder: string;
  readonly read: (path: string) => string;
  readonly write: (path: string, text: string) => void;
  /** another folder in the same workbench */
  readonly go: (folder: string) => Promise<void>;
}

export interface SittingOptions {
  /** whether somebody trusted the folder before; all but `"asked"` is a server that does not ask */
  readonly trust?: Trust;
  /** makes the copy ready before it is opened */
  readonly prepare?: (folder: string) => void;
}

export function sitting(
  title: string,
  { trust = "given", prepare }: SittingOptions,
  steps: (at: Sitting) => void,
): void {
  describe.skipIf(chromium === undefined || ripgrep === undefined)(title, { timeout: 60_000 }, () => {
    let project: ProjectCopy | undefined;
    let server: CodeServer | undefined;
    let code: Workbench | undefined;
    let data = "";
    let failed = false;
    let taken = 0;
    const there = <T>(what: T | undefined): T => {
      if (what === undefined) throw new Error("the editor is not open yet");
      return what;
    };

    beforeAll(async () => {
      project = copyOfAcme();
      prepare?.(project.folder);
      installCodeServer(ripgrep ?? "");
      data = mkdtempSync(join(tmpdir(), "mandate-code-"));
      server = await startCodeServer(data, trust);
      code = await openWorkbench(chromium ?? "", server.url(project.folder));
    }, 180_000);

    // What comes after a step that failed would fail for no reason of its own.
    beforeEach((step) => {
      if (failed) step.skip("a step before it failed");
    });

    afterEach(async ({ task }) => {
      const skipped = failed;
      failed ||= task.result?.state === "fail";
      taken += 1;
      const name = `${title} ${taken} ${task.name}`.replaceAll(/[^a-z0-9]+/gi, "-").toLowerCase();
      if (!skipped) await code?.picture(name);
    });

    afterAll(async () => {
      await code?.close();
      await server?.stop();
      project?.remove();
      if (data !== "") rmSync(data, { recursive: true, force: true });
    });

    steps({
      get code() {
        return there(code);
      },
      get folder() {
        return there(project).folder;
      },
      read: (path) => readFileSync(join(there(project).folder, path), "utf8"),
      write: (path, text) => writeFileSync(join(there(project).folder, path), text),
      go: (folder) => there(code).go(there(server).url(folder)),
    });
  });
}
