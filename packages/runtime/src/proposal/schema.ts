/** Reading `proposals.jsonl` back: the contract of data.md as a schema. */
import { z } from "zod";

const terms = z.object({
  total: z.number(),
  drift: z.number(),
  alternates: z.number(),
  tax: z.number(),
  trading: z.number(),
  risk: z.number(),
  preferences: z.number(),
});

const reason = z.object({ text: z.string(), value: z.number(), source: z.string().optional() });

const lot = z.object({
  lot: z.string(),
  quantity: z.string(),
  gain: z.string(),
  term: z.enum(["short", "long"]),
  washed: z.string(),
});

const trade = z.object({
  symbol: z.string(),
  side: z.enum(["buy", "sell"]),
  quantity: z.string(),
  price: z.string(),
  value: z.string(),
  lots: z.array(lot),
  because: z.array(reason),
});

const limit = z.object({
  name: z.string(),
  source: z.string(),
  layer: z.enum(["firm", "advisor", "client"]),
  level: z.number(),
  bound: z.number(),
  unit: z.enum(["weight", "points", "money", "shares", "number", "count", "duration", "date"]),
  binding: z.boolean(),
  price: z.number(),
});

const solved = z.object({
  account: z.string(),
  status: z.enum(["proposed", "no_trade"]),
  value: z.string(),
  before: terms,
  after: terms,
  bound: z.number(),
  gap: z.number(),
  unproved: z.string().optional(),
  trades: z.array(trade),
  gains: z.object({ short: z.string(), long: z.string() }),
  limits: z.array(limit),
});

const infeasible = z.object({
  account: z.string(),
  status: z.literal("infeasible"),
  value: z.string(),
  before: terms,
  trades: z.array(trade),
  code: z.string().optional(),
  reason: z.string().optional(),
  conflict: z.array(
    z.object({
      name: z.string(),
      source: z.string(),
      layer: z.enum(["firm", "advisor", "client"]),
      text: z.string(),
    }),
  ),
  repairs: z.array(
    z.object({ layer: z.enum(["firm", "advisor", "client"]), clause: z.string(), text: z.string() }),
  ),
});

const quarantined = z.object({
  account: z.string(),
  status: z.literal("quarantined"),
  code: z.string(),
  reason: z.string(),
  trades: z.array(trade),
});

/** One line of `proposals.jsonl`. */
export const proposalSchema = z.discriminatedUnion("status", [solved, infeasible, quarantined]);

export type ProposalJson = z.infer<typeof proposalSchema>;
export type SolvedJson = z.infer<typeof solved>;
export type TradeJson = z.infer<typeof trade>;
export type InfeasibleJson = z.infer<typeof infeasible>;
