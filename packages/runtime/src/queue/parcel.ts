/** What goes through the database: as JSON, compressed. Decimals are text already, so nothing is rounded on the way. */
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { RiskModel } from "../account/book.ts";
import type { DeskWire, ShardWire } from "../batch/messages.ts";

const [pack, unpack] = [promisify(gzip), promisify(gunzip)];

/** What a worker needs before its first shard of a run. */
export interface Desk {
  readonly desk: DeskWire;
  /** seconds over one account after which a worker thread is given up */
  readonly patienceSeconds: number;
}

/** JSON has no maps. */
interface RiskText extends Omit<RiskModel, "exposures"> {
  readonly exposures: readonly (readonly [
    string,
    RiskModel["exposures"] extends ReadonlyMap<string, infer V> ? V : never,
  ])[];
}

type DeskText = Omit<DeskWire, "market"> & {
  readonly market: Omit<DeskWire["market"], "risk"> & { readonly risk?: RiskText };
};

async function packed(value: unknown): Promise<Buffer> {
  return pack(JSON.stringify(value), { level: 1 });
}

async function unpacked<T>(bytes: Buffer): Promise<T> {
  return JSON.parse((await unpack(bytes)).toString("utf8")) as T;
}

export function packDesk({ desk, patienceSeconds }: Desk): Promise<Buffer> {
  const { risk, ...market } = desk.market;
  const text: DeskText = {
    ...desk,
    market: risk === undefined ? market : { ...market, risk: { ...risk, exposures: [...risk.exposures] } },
  };
  return packed({ desk: text, patienceSeconds });
}

export async function unpackDesk(bytes: Buffer): Promise<Desk> {
  const { desk, patienceSeconds } = await unpacked<{ desk: DeskText; patienceSeconds: number }>(bytes);
  const { risk, ...market } = desk.market;
  return {
    desk: {
      ...desk,
      market:
        risk === undefined ? market : { ...market, risk: { ...risk, exposures: new Map(risk.exposures) } },
    },
    patienceSeconds,
  };
}

export function packShard(shard: ShardWire): Promise<Buffer> {
  return packed(shard);
}

export function unpackShard(bytes: Buffer): Promise<ShardWire> {
  return unpacked(bytes);
}
