/** A file's bytes in blocks that end with a line, hashed on the way. */

import { createHash } from "node:crypto";
import { type FileHandle, open, stat } from "node:fs/promises";
import { bookErrors } from "@mandate/compiler";
import { BookError, systemReason } from "../error.ts";

const BLOCK = 1 << 20;

/** A record longer than this is no record of a book, whatever it is. */
export const LONGEST_LINE = 1 << 20;

const LF = 10;

/** Size and time of a file, to see whether it was changed while it was read. */
export async function stamp(path: string, file: string): Promise<string> {
  try {
    const found = await stat(path, { bigint: true });
    return `${found.size}:${found.mtimeNs}:${found.ino}`;
  } catch (error) {
    throw new BookError(
      bookErrors.changedMeanwhile,
      `\`${file}\` went away while it was read: ${systemReason(error)}`,
      file,
    );
  }
}

export async function openFile(path: string, file: string): Promise<FileHandle> {
  try {
    return await open(path, "r");
  } catch (error) {
    throw new BookError(bookErrors.unreadable, `\`${file}\` cannot be read: ${systemReason(error)}`, file);
  }
}

async function* raw(path: string, file: string): AsyncGenerator<Buffer> {
  const handle = await openFile(path, file);
  try {
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(BLOCK), 0, BLOCK, null);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } catch (error) {
    if (error instanceof BookError) throw error;
    throw new BookError(bookErrors.unreadable, `\`${file}\` cannot be read: ${systemReason(error)}`, file);
  } finally {
    await handle.close();
  }
}

/** SHA-256 of a file's bytes, in hexadecimal. */
export async function hashFile(path: string, file: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const block of raw(path, file)) hash.update(block);
  return hash.digest("hex");
}

export interface Block {
  /** whole lines, the last of which lacks its newline only at the end of the file */
  readonly bytes: Buffer;
  /** the one line in it is longer than LONGEST_LINE and only its beginning is here */
  readonly cut: boolean;
}

/** A file in blocks of whole lines. `onBytes` sees every byte, in order. */
export async function* lineBlocks(
  path: string,
  file: string,
  onBytes?: (bytes: Buffer) => void,
): AsyncGenerator<Block> {
  let rest: Buffer = Buffer.alloc(0);
  let skipping = false;
  for await (const block of raw(path, file)) {
    onBytes?.(block);
    let bytes = block;
    if (skipping) {
      const end = bytes.indexOf(LF);
      if (end < 0) continue;
      bytes = bytes.subarray(end + 1);
      skipping = false;
    }
    if (rest.length > 0) bytes = Buffer.concat([rest, bytes]);
    const last = bytes.lastIndexOf(LF);
    if (last >= 0) yield { bytes: bytes.subarray(0, last + 1), cut: false };
    rest = bytes.subarray(last + 1);
    if (rest.length > LONGEST_LINE) {
      yield { bytes: rest.subarray(0, 4096), cut: true };
      rest = Buffer.alloc(0);
      skipping = true;
    }
  }
  if (rest.length > 0) yield { bytes: rest, cut: false };
}
