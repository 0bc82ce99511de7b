/**
 * The language server under whatever happens to a project, against a build that has seen none of it.
 *
 * By hand, as long as one likes: MANDATE_ACTS=10000 npx vitest run test/editing
 * (MANDATE_ACTS_SEED for another seed). What is shown for a failure is the smallest history that still fails.
 */
import { join } from "node:path";
import { bundled, type Client, capabilities, inProcess, TODAY } from "@mandate/lsp/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { generateProject } from "../generate/project.ts";
import { commands } from "./acts.ts";
import { session } from "./session.ts";
import type { World } from "./world.ts";

const HISTORY = 40;
const byHand = process.env["MANDATE_ACTS"];
const histories = Math.ceil(Number(byHand ?? 200) / (HISTORY / 2));
const seed = Number(process.env["MANDATE_ACTS_SEED"] ?? 7);
const program = join(import.meta.dirname, "..", "..", "packages", "cli", "dist", "mandate.js");

const pulling = {
  capabilities: { ...capabilities, textDocument: { ...capabilities.textDocument, diagnostic: {} } },
};

describe("the language server, after whatever is done to a project,", () => {
  it.each([
    ["shows what a fresh build says", false, () => inProcess(), histories],
    ["answers what a fresh build says", true, () => inProcess(pulling), histories],
    [
      "as it is shipped shows what a fresh build says",
      false,
      () => bundled(program),
      Math.ceil(histories / 10),
    ],
  ] as const)(
    "%s",
    async (_, pull, start, runs) => {
      const done = { count: 0 };
      await fc.assert(
        fc.asyncProperty(fc.nat(500), commands(HISTORY, done), async (project, acts) => {
          const client = await start();
          try {
            const world = await opened(client, project);
            const editor = session(client, world, pull);
            await editor.folders([world.root], []);
            await editor.settled();
            await fc.asyncModelRun(() => ({ model: world, real: editor }), acts);
            await editor.settled();
          } finally {
            expect(await client.close()).toBe(0);
          }
          if (byHand !== undefined) console.info(`${done.count} edits and events so far`);
        }),
        { seed, numRuns: runs },
      );
    },
    120_000 + histories * 20_000,
  );
});

/** Two projects side by side, and a policy that is in none. */
async function opened({ disk }: Client, number: number): Promise<World> {
  const root = disk.folder();
  const files = new Map<string, string>();
  const size = { securities: 12, levels: 2, models: 2, accounts: 3, accountsPerFile: 2, limits: 4, tests: 1 };
  for (const [folder, project] of [
    ["one", generateProject(number, { ...size, asOf: TODAY })],
    ["two", generateProject(number + 1, { ...size, lists: 1, accounts: 1, asOf: TODAY })],
  ] as const)
    for (const [path, text] of project.files) files.set(`${root}/${folder}/${path}`, text);
  files.set(`${root}/loose/alone.mandate`, "limit A { weight(Nowhere) <= 5% }\nlimit B {\n");
  for (const [path, text] of files) disk.write(path, text);
  return {
    root,
    today: TODAY,
    original: files,
    disk: new Map(files),
    open: new Map(),
    folders: new Set(),
  };
}
