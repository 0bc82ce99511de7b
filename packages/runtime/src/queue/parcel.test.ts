import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { DeskWire } from "../batch/messages.ts";
import { littleBundle } from "../book/testkit/bundle.ts";
import { packDesk, packShard, unpackDesk, unpackShard } from "./parcel.ts";

describe("a desk on its way through the database", () => {
  it("is the same at its end, the risk model too", async () => {
    const desk: DeskWire = {
      bundle: littleBundle(),
      market: {
        asOf: "2026-11-20",
        securities: [],
        risk: {
          factors: ["a", "b"],
          exposures: new Map([["AAA", { loadings: [0.1, 1 / 3], specific: 5e-324 }]]),
          covariance: [
            [0.04, -0.001],
            [-0.001, 0.1 + 0.2],
          ],
        },
      },
      solver: "auto",
      timeLimitSeconds: 10,
      purchasesFromLots: false,
    };
    expect(await unpackDesk(await packDesk({ desk, patienceSeconds: 180 }))).toEqual({
      desk,
      patienceSeconds: 180,
    });
  });
});

describe("a shard on its way through the database", () => {
  it("is the same at its end, its columns of lots too", async () => {
    const shard = {
      index: 3,
      households: [],
      lots: {
        symbols: ["AAA", "BBB"],
        symbol: Int32Array.of(0, 1, 1),
        ids: ["a", "b", "é"],
        id: Int32Array.of(2, 1, 0),
        quantity: Float64Array.of(2 ** 53 - 1, 1, -1),
        quantityScale: 4,
        unitCost: Float64Array.of(0.1 + 0.2, 1e14 + 0.5, 0),
        acquired: Int32Array.of(-3, 20_000, 0),
      },
      aside: [],
    };
    expect(await unpackShard(await packShard(shard))).toEqual(shard);
    expect(await unpackShard(await packShard({ index: 4, households: [], aside: [] }))).toEqual({
      index: 4,
      households: [],
      aside: [],
    });
  });
});

describe("what is no parcel", () => {
  it("is refused in a sentence, and before it fills the memory", async () => {
    const zeros = gzipSync(Buffer.alloc(64 << 20));
    const bomb = Buffer.concat([zeros, zeros, zeros, zeros, zeros]);
    expect(bomb.length).toBeLessThan(1 << 20);
    await expect(unpackShard(bomb)).rejects.toThrow("it unpacks to more than 256 MB");
    for (const bytes of [Buffer.from("no gzip"), gzipSync("{"), Buffer.alloc(0)])
      await expect(unpackDesk(bytes)).rejects.toThrow("put there by no `mandate solve`: it is damaged");
  });
});
