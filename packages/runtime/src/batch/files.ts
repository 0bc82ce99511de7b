/** Files that are written whole or not at all. */
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { finished, unfinished } from "../unfinished.ts";

/** A run that cannot go on, in one sentence for whoever started it; nothing is half-written. */
export class RunError extends Error {
  override readonly name = "RunError";
}

const WORDS: Readonly<Record<string, string>> = {
  ENOSPC: "the disk is full; make room, then go on with `--resume`",
  EDQUOT: "the disk quota is used up; make room, then go on with `--resume`",
  EFBIG: "the file would be larger than the system allows; once it allows more, go on with `--resume`",
  EACCES: "permission is denied",
  EPERM: "permission is denied",
  EROFS: "the disk is read-only",
  ENOTDIR: "a part of the path is a file, not a folder",
  EEXIST: "there is a file of that name",
  EISDIR: "there is a folder of that name",
  ENOENT: "its folder is not there, or was taken away",
  ELOOP: "its links lead in a circle",
  ENAMETOOLONG: "the name is too long",
  EMFILE: "too many files are open",
  ENFILE: "too many files are open",
  EIO: "the disk reports an error",
};

/** The operating system's code of an error; undefined for any other error. */
function systemCode(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** What the operating system said, in words. Errors that are none of its own are thrown on: they are ours. */
export function inWords(error: unknown): string {
  const code = systemCode(error);
  if (code === undefined || error instanceof RunError) throw error;
  return WORDS[code] ?? `the system says ${code}`;
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    // On a read-only disk that says that there is no such folder; asked for this one folder, the system says why.
    if (systemCode(error) === "ENOENT") await mkdir(folder);
    else throw error;
  }
}

/** @throws RunError if the folder cannot be made or written to */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await makeFolder(folder);
    const probe = `${folder}/.probe`;
    await (await open(probe, "w")).close();
    await rm(probe);
  } catch (error) {
    throw new RunError(`the output folder \`${folder}\` cannot be written: ${inWords(error)}`, {
      cause: error,
    });
  }
}

/** Characters that go to the disk at a time. */
const BATCH = 1 << 16;

/** What a file is made of, in its order. */
export type Parts = AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>;

async function fill(draft: string, parts: Parts): Promise<void> {
  const file = await open(draft, "w");
  try {
    let waiting = "";
    for await (const part of parts) {
      if (typeof part !== "string") {
        await file.writeFile(waiting);
        await file.writeFile(part);
        waiting = "";
        continue;
      }
      waiting += part;
      if (waiting.length < BATCH) continue;
      await file.writeFile(waiting);
      waiting = "";
    }
    await file.writeFile(waiting);
    // Without it, a power cut could leave the new name on an empty file.
    await file.sync();
  } finally {
    await file.close();
  }
}

/**
 * Writes a file beside its place, flushes it to disk, and moves it there.
 * @throws RunError if the place cannot be written; what was there before is untouched, and nothing is left beside it
 */
export async function writeWhole(path: string, parts: Parts): Promise<void> {
  const draft = `${path}.part`;
  unfinished(draft);
  try {
    await mkdir(dirname(path), { recursive: true });
    await fill(draft, parts);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new RunError(`\`${path}\` cannot be written: ${inWords(error)}`, { cause: error });
  } finally {
    finished(draft);
  }
}

/** Takes a file away, whether or not it is there. @throws RunError if it cannot be */
export async function drop(path: string): Promise<void> {
  try {
    await rm(path, { recursive: true, force: true });
  } catch (error) {
    throw new RunError(`\`${path}\` cannot be taken away: ${inWords(error)}`, { cause: error });
  }
}

/** A file's text; undefined if there is no such file. @throws RunError if it cannot be read */
export async function textAt(path: string): Promise<string | undefined> {
  try {
    const file = await open(path, "r");
    try {
      return await file.readFile("utf8");
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw new RunError(`\`${path}\` cannot be read: ${inWords(error)}`, { cause: error });
  }
}

/** What a file begins with, up to and with a byte; `size` is the whole file's. */
export interface Beginning {
  /** without the byte that ends it */
  readonly text: string;
  /** bytes, the one that ends it among them */
  readonly length: number;
  readonly size: number;
}

/** The beginning of a file; undefined if there is no such file, or no such byte in it. @throws RunError if it cannot be read */
export async function beginning(path: string, end: number): Promise<Beginning | undefined> {
  try {
    const file = await open(path, "r");
    try {
      const { size } = await file.stat();
      let read = Buffer.alloc(0);
      for (;;) {
        const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(BATCH), 0, BATCH, read.length);
        const at = buffer.subarray(0, bytesRead).indexOf(end);
        const length = read.length + at + 1;
        read = Buffer.concat([read, buffer.subarray(0, bytesRead)]);
        if (at >= 0) return { text: read.toString("utf8", 0, length - 1), length, size };
        if (bytesRead === 0) return undefined;
      }
    } finally {
      await file.close();
    }
  } catch (error) {
    if (systemCode(error) === "ENOENT") return undefined;
    throw new RunError(`\`${path}\` cannot be read: ${inWords(error)}`, { cause: error });
  }
}
