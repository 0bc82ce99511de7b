/** The run folder from its shards, in the book's order, byte by byte as they are: nothing of a shard is held or parsed. */
import { type FileHandle, open } from "node:fs/promises";
import { inWords, RunError } from "./files.ts";
import type { Journal, ShardFile } from "./journal.ts";

export type Kind = "lines" | "trades";

/** Where each account's part of a file is, by its place in the book. */
interface Places {
  readonly offset: Float64Array;
  readonly length: Int32Array;
}

/** Where everything of a run is, in a few bytes an account. */
export interface Index {
  /** shards, and one more, by place; 0 for accounts that no shard has */
  readonly shard: Int32Array;
  readonly paths: readonly string[];
  readonly of: Readonly<Record<Kind, Places>>;
}

function empty(count: number): Places {
  return { offset: new Float64Array(count), length: new Int32Array(count) };
}

/**
 * Looks at the heads of all shards.
 * @param count accounts of the book
 * @param see called with each shard, in their order
 */
export async function indexOf(
  journal: Journal,
  shards: number,
  count: number,
  see: (shard: ShardFile) => void,
): Promise<Index> {
  const found = {
    shard: new Int32Array(count),
    paths: [] as string[],
    of: { lines: empty(count), trades: empty(count) },
  };
  for (let index = 0; index < shards; index += 1) {
    const file = await journal.read(index);
    const { positions, lines, trades } = file.head;
    found.paths.push(file.path);
    let at = file.begin;
    for (const [kind, lengths] of [
      ["lines", lines],
      ["trades", trades],
    ] as const) {
      positions.forEach((position, nth) => {
        found.of[kind].offset[position] = at;
        found.of[kind].length[position] = lengths[nth] ?? 0;
        at += lengths[nth] ?? 0;
      });
    }
    for (const position of positions) {
      if (found.shard[position] !== 0)
        throw new Error(`the run solved account at position ${position} twice`);
      found.shard[position] = index + 1;
    }
    see(file);
  }
  return found;
}

/** Bytes that are read at a time. */
const BATCH = 1 << 20;

/** Files that are open at a time: households that lie far apart are in few shards at once. */
const OPEN = 32;

const LINE_BREAK = 10;

/** A stretch of one file. */
interface Stretch {
  readonly path: string;
  readonly begin: number;
  end: number;
}

/**
 * The accounts' parts of a file, in the order of `positions`; neighbours of a shard are read at once.
 * @param instead what stands in the place of an account that no shard has
 */
export async function* inBookOrder(
  { shard, paths, of }: Index,
  kind: Kind,
  positions: Iterable<number>,
  instead: (position: number) => string | undefined,
): AsyncGenerator<string | Uint8Array> {
  const { offset, length } = of[kind];
  const files = new Map<string, FileHandle>();
  let stretch: Stretch | undefined;
  try {
    for (const position of positions) {
      const other = instead(position);
      if (other !== undefined) {
        if (stretch !== undefined) yield* bytesOf(files, stretch);
        stretch = undefined;
        yield other;
        continue;
      }
      const path = paths[(shard[position] ?? 0) - 1];
      if (path === undefined) throw new Error(`the run lost account at position ${position}`);
      const [begin, bytes] = [offset[position] ?? 0, length[position] ?? 0];
      if (bytes === 0) continue;
      if (stretch?.path === path && stretch.end === begin) stretch.end += bytes;
      else {
        if (stretch !== undefined) yield* bytesOf(files, stretch);
        stretch = { path, begin, end: begin + bytes };
      }
    }
    if (stretch !== undefined) yield* bytesOf(files, stretch);
  } finally {
    for (const file of files.values()) await file.close();
  }
}

/** @throws RunError if the file is not as it was written */
async function* bytesOf(
  files: Map<string, FileHandle>,
  { path, begin, end }: Stretch,
): AsyncGenerator<Uint8Array> {
  let last: number | undefined;
  try {
    const file = files.get(path) ?? (await open(path, "r"));
    files.delete(path);
    files.set(path, file);
    for (const [other, handle] of files) {
      if (files.size <= OPEN) break;
      files.delete(other);
      await handle.close();
    }
    for (let at = begin; at < end; ) {
      const wanted = Math.min(BATCH, end - at);
      const { bytesRead, buffer } = await file.read(Buffer.allocUnsafe(wanted), 0, wanted, at);
      if (bytesRead === 0) break;
      at += bytesRead;
      last = buffer[bytesRead - 1];
      yield buffer.subarray(0, bytesRead);
      if (at === end && last === LINE_BREAK) return;
    }
  } catch (error) {
    throw new RunError(`\`${path}\` cannot be read: ${inWords(error)}`, { cause: error });
  }
  throw new RunError(`\`${path}\` was changed while the run went on; go on with \`--resume\``);
}
