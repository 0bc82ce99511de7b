import { dayNumber } from "./days.ts";
import { type Amount, type Decimal, exactAmount } from "./exact.ts";
import type { WashSaleProblemCode } from "./problems.ts";

/** Takes down one problem: its code, the id that it is at, and its sentence. */
export type Report = (code: WashSaleProblemCode, where: string, message: string) => void;

// Each reader gives the value, or reports why there is none and gives undefined. `what` names the record in a sentence.

export function readDay(text: string, where: string, what: string, report: Report): number | undefined {
  const day = dayNumber(text);
  if (day === undefined) {
    report("bad_date", where, `${what} has \`${text}\` where a date of the form YYYY-MM-DD belongs`);
  }
  return day;
}

export function readQuantity(
  amount: Amount,
  where: string,
  what: string,
  report: Report,
): Decimal | undefined {
  const value = exactAmount(amount);
  if (value?.gt(0)) return value;
  const why = value === undefined ? "a number of at most 18 decimals below 1e18" : "above 0";
  report("bad_quantity", where, `${what} has the quantity \`${amount}\`, which is not ${why}`);
  return undefined;
}

export function readMoney(
  amount: Amount,
  name: string,
  where: string,
  what: string,
  report: Report,
): Decimal | undefined {
  const value = exactAmount(amount);
  if (value?.gte(0)) return value;
  const why = value === undefined ? "not a number of at most 18 decimals below 1e18" : "below 0";
  report("bad_money", where, `${what} has ${name} of \`${amount}\`, which is ${why}`);
  return undefined;
}

export function readSequence(
  sequence: number | undefined,
  where: string,
  what: string,
  report: Report,
): number | undefined {
  const value = sequence ?? 0;
  if (Number.isFinite(value)) return value;
  report("bad_sequence", where, `${what} has the sequence \`${value}\`, which is not a number`);
  return undefined;
}
