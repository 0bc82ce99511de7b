/** Files that are written whole or not at all. */
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  mkdirSync,
  openSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { CliError } from "../exit.ts";
import { whyOf } from "./why.ts";

/** Parts that are being written, so that an interruption can take them away. */
const parts = new Set<string>();

/**
 * Writes a file beside its place and renames it, so that whoever reads sees the old file or the new one. Folders on the way
 * are made; a file that is there already keeps its permissions, and its place behind a link.
 *
 * @param shown the path as its user knows it
 * @throws {CliError} if the place cannot be written
 */
export function writeWhole(path: string, contents: string | Uint8Array, shown = path): void {
  const before = statSync(path, { throwIfNoEntry: false });
  const place = before === undefined ? path : realpathSync(path);
  const part = `${place}.${process.pid}.part`;
  parts.add(part);
  try {
    mkdirSync(dirname(place), { recursive: true });
    const file = openSync(part, "w");
    try {
      if (before !== undefined) fchmodSync(file, before.mode);
      const bytes = typeof contents === "string" ? new TextEncoder().encode(contents) : contents;
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done);
      // Without it, a power cut could leave the new name on an empty file.
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(part, place);
  } catch (error) {
    rmSync(part, { force: true });
    throw new CliError(`\`${shown}\` cannot be written: ${whyOf(error)}`);
  } finally {
    parts.delete(part);
  }
}

const others = new Set<() => void>();

/** Asks for what else is to be taken away when the command is interrupted; it must not wait for anything. */
export function atInterruption(drop: () => void): void {
  others.add(drop);
}

/** Takes away what an interruption left unfinished. */
export function dropParts(): void {
  for (const drop of others) drop();
  for (const part of parts) rmSync(part, { force: true });
}
