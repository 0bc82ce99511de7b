/** A run folder that was written before: its newest, and one account's line in it. */
import { createReadStream, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type ProposalJson, proposalSchema } from "@mandate/runtime";
import { CliError } from "../exit.ts";

/** The run that ended last under a project's `runs`, or of those of a day. @throws {CliError} if there is none */
export function newestRun(root: string, day?: string): string {
  const runs = join(root, "runs");
  const found = existsSync(runs)
    ? readdirSync(runs, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() && existsSync(join(runs, entry.name, "run.json")))
        .filter((entry) => day === undefined || dayOf(join(runs, entry.name)) === day)
        .map((entry) => ({
          path: join(runs, entry.name),
          at: statSync(join(runs, entry.name, "run.json")).mtimeMs,
        }))
        .sort((a, b) => b.at - a.at)
    : [];
  const [newest] = found;
  if (newest === undefined) {
    const which = day === undefined ? "run" : `run of ${day}`;
    throw new CliError(
      `there is no ${which} to explain: \`mandate solve\` makes one, or name a run folder with \`--run DIR\``,
    );
  }
  return newest.path;
}

/** The day of a finished run; undefined where its record cannot be read. */
function dayOf(run: string): string | undefined {
  const record = readFileSync(join(run, "run.json"), "utf8");
  return /^ {2}"asOf": "(\d{4}-\d{2}-\d{2})"/m.exec(record)?.[1];
}

/** @throws {CliError} if the folder is no finished run, or has no such account */
export async function proposalOf(folder: string, account: string): Promise<ProposalJson> {
  const path = join(folder, "proposals.jsonl");
  if (!existsSync(path)) {
    throw new CliError(
      `\`${folder}\` is no finished run: it has no \`proposals.jsonl\`; \`mandate solve\` makes one`,
    );
  }
  const lines = createInterface({
    input: createReadStream(path, "utf8"),
    crlfDelay: Number.POSITIVE_INFINITY,
  });
  const start = `{"account":${JSON.stringify(account)},`;
  for await (const line of lines) {
    if (!line.startsWith(start)) continue;
    const proposal = readLine(line);
    if (proposal !== undefined) return proposal;
    throw new CliError(
      `the line of account \`${account}\` in \`${path}\` is damaged; run \`mandate solve\` again`,
    );
  }
  throw new CliError(`the run in \`${folder}\` has no account \`${account}\``);
}

/** What a line of `proposals.jsonl` says; undefined where it was cut off, or edited into something else. */
function readLine(line: string): ProposalJson | undefined {
  try {
    return proposalSchema.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
