/** What goes through the database: as JSON, compressed. Decimals are text already, so nothing is rounded on the way. */
import { promisify } from "node:util";
import { gunzip, gzip } from "node:zlib";
import type { RiskModel } from "../account/book.ts";
import type { LotColumns } from "../account/lotColumns.ts";
import { RunError } from "../batch/files.ts";
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

/** Bytes of a parcel once it is unpacked: a shard of 2,000 accounts of 500 lots has a fifth of that. */
const MOST = 256 << 20;

/** @throws RunError where the bytes are no parcel, or would fill the memory: whoever can write to the queue may have put them there */
async function unpacked<T>(bytes: Buffer): Promise<T> {
  try {
    return JSON.parse((await unpack(bytes, { maxOutputLength: MOST })).toString("utf8")) as T;
  } catch (error) {
    const long = error instanceof RangeError;
    const why = long ? `it unpacks to more than ${MOST >> 20} MB` : "it is damaged";
    throw new RunError(`what waits in the queue was put there by no \`mandate solve\`: ${why}`);
  }
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

/** JSON has no columns either. Their numbers are whole, or floats that it writes to the last digit. */
type ColumnsText = Omit<LotColumns, Column> & { readonly [Key in Column]: readonly number[] };
type Column = "symbol" | "id" | "quantity" | "unitCost" | "acquired";

type ShardText = Omit<ShardWire, "lots"> & { readonly lots?: ColumnsText };

export function packShard({ lots, ...shard }: ShardWire): Promise<Buffer> {
  if (lots === undefined) return packed(shard);
  const text: ColumnsText = {
    ...lots,
    symbol: [...lots.symbol],
    id: [...lots.id],
    quantity: [...lots.quantity],
    unitCost: [...lots.unitCost],
    acquired: [...lots.acquired],
  };
  return packed({ ...shard, lots: text });
}

export async function unpackShard(bytes: Buffer): Promise<ShardWire> {
  const { lots, ...shard } = await unpacked<ShardText>(bytes);
  if (lots === undefined) return shard;
  const columns: LotColumns = {
    ...lots,
    symbol: Int32Array.from(lots.symbol),
    id: Int32Array.from(lots.id),
    quantity: Float64Array.from(lots.quantity),
    unitCost: Float64Array.from(lots.unitCost),
    acquired: Int32Array.from(lots.acquired),
  };
  return { ...shard, lots: columns };
}
