/** One run to a folder at a time: two would write over each other's files. */
import { open, readFile, rename, rm } from "node:fs/promises";
import { hostname } from "node:os";
import { alive } from "../alive.ts";
import { finished, unfinished } from "../unfinished.ts";
import { inWords, RunError } from "./files.ts";

export interface Lock {
  readonly release: () => Promise<void>;
}

/** Whose a lock is: a process of a machine. */
interface Holder {
  readonly pid: number;
  readonly host: string;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Undefined where the lock went away, or holds nothing that a run has written whole. */
async function holderOf(path: string): Promise<Holder | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if (codeOf(error) === "ENOENT") return undefined;
    throw error;
  }
  const [pid = "", host = ""] = text.split(" ");
  return /^[1-9]\d*$/.test(pid) ? { pid: Number(pid), host } : undefined;
}

async function taken(path: string): Promise<boolean> {
  try {
    const file = await open(path, "wx");
    await file.writeFile(`${process.pid} ${hostname()}`);
    await file.close();
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw new RunError(`\`${path}\` cannot be written: ${inWords(error)}`, { cause: error });
  }
}

/** The lock of a process that is no more is moved away by its one heir, whose own name it then has. */
async function inherited(path: string): Promise<void> {
  const aside = `${path}.${process.pid}`;
  try {
    await rename(path, aside);
  } catch (error) {
    if (codeOf(error) !== "ENOENT") throw error;
  }
  await rm(aside, { force: true });
}

/**
 * Takes a run's folder for this process, until `release` or its end: the lock of a process that was killed is none.
 * @throws RunError if another run has the folder
 */
export async function lockFolder(folder: string): Promise<Lock> {
  const path = `${folder}/.lock`;
  for (let attempt = 0; attempt < 2; attempt++) {
    if (await taken(path)) {
      unfinished(path);
      return {
        async release() {
          await rm(path, { force: true });
          finished(path);
        },
      };
    }
    const holder = await holderOf(path);
    const elsewhere = holder !== undefined && holder.host !== hostname();
    if (elsewhere || (holder !== undefined && alive(holder.pid))) {
      const where = elsewhere ? ` on \`${holder.host}\`; if it is not, delete \`${path}\`` : "";
      throw new RunError(
        `another run is writing to \`${folder}\` (process ${holder.pid}${where}); wait for it, or give this one another folder with \`--out\``,
      );
    }
    await inherited(path);
  }
  throw new RunError(
    `another run has just begun in \`${folder}\`; give this one another folder with \`--out\``,
  );
}
