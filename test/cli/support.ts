import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { nodeHost, type Output, run } from "@mandate/cli";
import { afterAll } from "vitest";

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

const folders: string[] = [];

/** A folder of its own for a test, with these files in it; taken away when the file's tests are done. */
export function folderWith(files: Readonly<Record<string, string | Uint8Array>>): string {
  const folder = mkdtempSync(join(tmpdir(), "mandate-cli-"));
  folders.push(folder);
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
  return folder;
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Runs the command line in this process, as on the given day in the given folder; temporary folders are written `DIR`. */
export async function mandate(
  words: readonly string[],
  folder: string,
  {
    today = "2026-11-20",
    color = false,
    debug = false,
  }: { today?: string; color?: boolean; debug?: boolean } = {},
): Promise<Outcome> {
  const written = { out: "", err: "" };
  const output = (to: keyof typeof written): Output => ({
    write: (text) => {
      written[to] += text;
    },
    color,
    terminal: color,
  });
  const code = await run(words, {
    folder,
    today,
    version: "0.1.0",
    out: output("out"),
    err: output("err"),
    host: nodeHost,
    debug,
  });
  const plain = (text: string): string => text.replaceAll(folder, "DIR");
  return { code, out: plain(written.out), err: plain(written.err) };
}

export const manifest = `${JSON.stringify({
  name: "case",
  universe: "data/securities.csv",
  layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
})}\n`;

/** A project of one class of each kind, to add a mistake to. */
export const small: Readonly<Record<string, string>> = {
  "mandate.json": manifest,
  "data/securities.csv":
    "symbol,name,asset_class\nVTI,Total market,Equity\nITOT,Total market,Equity\nBND,Total bond,Bonds\n",
  "firm/policy.mandate": `asset class Equity
asset class Bonds
asset class Cash
model Base { Equity 60% { VTI }  Bonds 38% { BND }  Cash 2% }
limit EquityCap { weight(Equity) <= 70% }
`,
};
