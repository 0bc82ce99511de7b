import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { inBookOrder, indexOf, type Kind } from "./collect.ts";
import { openJournal, type SolvedAccount } from "./journal.ts";
import { EMPTY } from "./tally.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-collect-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const solved = (position: number, text: string): SolvedAccount => ({
  position,
  line: `{"account":${position},"text":${JSON.stringify(text)}}`,
  trades: text.length % 3 === 0 ? "" : `${position},"${text}\n"\n`,
});

async function all(parts: AsyncIterable<string | Uint8Array>): Promise<string> {
  const found: Uint8Array[] = [];
  for await (const part of parts) found.push(Buffer.from(part));
  return Buffer.concat(found).toString("utf8");
}

async function collected(
  name: string,
  shards: readonly (readonly SolvedAccount[])[],
  count: number,
  aside: ReadonlySet<number>,
): Promise<Record<Kind, string>> {
  const journal = await openJournal(join(folder, name), "key", false);
  for (const [index, accounts] of shards.entries())
    await journal.record({ index, accounts, quarantined: [], tally: EMPTY });
  const seen: number[] = [];
  const index = await indexOf(journal, shards.length, count, ({ head }) => seen.push(head.index));
  expect(seen).toEqual(shards.map((_, at) => at));
  const positions = Array.from({ length: count }, (_, at) => at);
  const instead = (position: number): string | undefined =>
    aside.has(position) ? `${position} aside\n` : undefined;
  return {
    lines: await all(inBookOrder(index, "lines", positions, instead)),
    trades: await all(
      inBookOrder(
        index,
        "trades",
        positions.filter((position) => !aside.has(position)),
        () => undefined,
      ),
    ),
  };
}

describe("a run's files from its shards", () => {
  it("have every account once, in the book's order, wherever it was solved", async () => {
    const world = fc.array(
      fc.record({
        shard: fc.nat(60),
        text: fc.string({ maxLength: 12, unit: "grapheme" }),
        aside: fc.nat(9),
      }),
      { minLength: 1, maxLength: 120 },
    );
    let at = 0;
    await fc.assert(
      fc.asyncProperty(world, async (accounts) => {
        const aside = new Set(accounts.flatMap((account, place) => (account.aside === 0 ? [place] : [])));
        const own = accounts.map(({ text }, place) => solved(place, text));
        // Households lie apart in a book, so that a shard has accounts of many places.
        const shards = Array.from({ length: 61 }, (_, shard) =>
          own.filter(({ position }) => !aside.has(position) && accounts[position]?.shard === shard),
        );
        at += 1;
        const found = await collected(`world${at}`, shards, accounts.length, aside);
        expect(found.lines).toBe(
          own
            .map(({ position, line }) => (aside.has(position) ? `${position} aside\n` : `${line}\n`))
            .join(""),
        );
        expect(found.trades).toBe(
          own.map(({ position, trades }) => (aside.has(position) ? "" : trades)).join(""),
        );
      }),
      { numRuns: 12, seed: 4 },
    );
  }, 60_000);

  it("are refused where an account is lost, or was solved twice", async () => {
    const [a, b] = [solved(0, "a"), solved(1, "b")];
    await expect(collected("lost", [[a]], 2, new Set())).rejects.toThrow("lost account at position 1");
    await expect(collected("twice", [[a, b], [b]], 2, new Set())).rejects.toThrow("position 1 twice");
  });

  it("are refused where a shard is not as it was written", async () => {
    const out = join(folder, "cut");
    const journal = await openJournal(out, "key", false);
    const accounts = [solved(0, "a"), solved(1, "bb")];
    await journal.record({ index: 0, accounts, quarantined: [], tally: EMPTY });
    const index = await indexOf(journal, 1, 2, () => undefined);
    const [name = ""] = readdirSync(join(out, ".shards")).filter((file) => file.endsWith(".jsonl"));
    const path = join(out, ".shards", name);
    for (const text of [
      "",
      "{",
      "null\n",
      '{"index":0}\n',
      '{"index":0,"positions":[0],"lines":[5],"trades":[0]}\n',
    ]) {
      writeFileSync(path, text);
      expect(await journal.done(0), text).toBe(false);
      await expect(journal.read(0)).rejects.toThrow("was changed while the run went on");
      await expect(all(inBookOrder(index, "lines", [0, 1], () => undefined))).rejects.toThrow(
        "was changed while the run went on",
      );
    }
  });
});
