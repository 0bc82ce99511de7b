/** Files that are written whole or not at all. */

import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";

/** A run that cannot go on, in one sentence for whoever started it; nothing is half-written. */
export class RunError extends Error {}

interface SystemError extends Error {
  readonly code?: string;
}

/** What the operating system said, in words. */
export function inWords(error: unknown): string {
  const { code, message } = error as SystemError;
  switch (code) {
    case "ENOSPC":
      return "the disk is full";
    case "EACCES":
    case "EPERM":
      return "permission is denied";
    case "EROFS":
      return "the disk is read-only";
    case "ENOTDIR":
      return "a part of the path is a file, not a folder";
    case "EEXIST":
      return "there is a file of that name";
    default:
      return message;
  }
}

/** @throws RunError if the folder cannot be made or written to */
export async function prepareFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    const probe = `${folder}/.probe`;
    await (await open(probe, "w")).close();
    await rm(probe);
  } catch (error) {
    throw new RunError(`the output folder \`${folder}\` cannot be written: ${inWords(error)}`, {
      cause: error,
    });
  }
}

/** Writes a file beside its place, flushes it to disk, and moves it there. */
export async function writeWhole(
  path: string,
  parts: AsyncIterable<string> | Iterable<string>,
): Promise<void> {
  const draft = `${path}.part`;
  try {
    await mkdir(dirname(path), { recursive: true });
    const stream = createWriteStream(draft, { encoding: "utf8", flush: true });
    const failed = once(stream, "error").then(([error]) => Promise.reject(error));
    failed.catch(() => undefined);
    for await (const part of parts) {
      if (!stream.write(part)) await Promise.race([once(stream, "drain"), failed]);
    }
    stream.end();
    await Promise.race([once(stream, "close"), failed]);
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true });
    throw new RunError(`\`${path}\` cannot be written: ${inWords(error)}`, { cause: error });
  }
}
