/** One account proposed by several backends: where only ties set their optima apart, the proposals are the same. */
import { proposalLine } from "@mandate/runtime";
import { proposeAccount, type Settings, type Situation } from "@mandate/runtime/testing";
import type { Backend } from "@mandate/solver";

export type Sameness =
  | "the same bytes"
  /** a limit's price is a slope, and where several are (semantics.md 6), each is right */
  | "the same but for prices"
  /** of accounts whose rounding costs 1 % and more, so that a backend's own integer program was asked */
  | "searched for in whole increments"
  | "other trades";

/** Rounding that costs more of the account than this is left to the backend's search over whole increments. */
const RUINOUS = 0.01;

type Line = Record<string, unknown> & { readonly limits?: readonly Record<string, unknown>[] };

/** A proposal's line but for what its limits cost. */
export function withoutPrices(line: string): string {
  const parsed: Line = JSON.parse(line);
  const limits = parsed.limits?.map(({ price: _, ...limit }) => limit);
  return JSON.stringify({ ...parsed, limits });
}

/** How far another backend's proposal is the same; with the two lines, to show. */
export function compared(
  situation: Situation,
  settings: Omit<Settings, "backend">,
  backend: Backend,
  other: Backend,
): { readonly sameness: Sameness; readonly lines: readonly [string, string] } {
  const [one, two] = [backend, other].map(
    (each) => proposeAccount({ ...settings, backend: each }, situation).proposal,
  );
  if (one === undefined || two === undefined) throw new Error("two backends make two proposals");
  const lines = [proposalLine(one), proposalLine(two)] as const;
  if (lines[0] === lines[1]) return { sameness: "the same bytes", lines };
  if (withoutPrices(lines[0]) === withoutPrices(lines[1]))
    return { sameness: "the same but for prices", lines };
  const searched = [one, two].some(
    (proposal) =>
      (proposal.status === "proposed" || proposal.status === "no_trade") &&
      proposal.after.total.toNumber() - proposal.bound > RUINOUS * proposal.value.toNumber(),
  );
  return { sameness: searched ? "searched for in whole increments" : "other trades", lines };
}
