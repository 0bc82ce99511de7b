/** Cells read as what they should be: zod schemas from the text of a cell to its value, or to a fault. */
import type { Decimal } from "decimal.js";
import { z } from "zod";
import { Exact } from "../exact/decimal.ts";
import { type Fault, fault } from "./codes.ts";
import { isDate } from "./dates.ts";

const PLAIN = /^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)$/;

/** Fifteen digits before the point hold a quadrillion dollars; twenty after it any price or quantity ever quoted. */
const SENSIBLE = /^-?0*[0-9]{0,15}(?:\.[0-9]{0,20}0*)?$/;

const DIGITS = /^[0-9]{1,15}(?:\.[0-9]{1,20})?$/;

/** Whether a cell is a number without a sign that `PLAIN` and `SENSIBLE` let through, at one look. */
export function plainly(text: string): boolean {
  return DIGITS.test(text);
}

type Context = z.core.$RefinementCtx<string>;

/** Hands a fault to zod; `faultsOf` gets it out again. */
export function refuse(context: Context, found: Fault): typeof z.NEVER {
  context.issues.push({
    code: "custom",
    input: context.value,
    message: found.reason,
    params: { fault: found },
  });
  return z.NEVER;
}

function isFault(value: unknown): value is Fault {
  return (
    typeof value === "object" && value !== null && "code" in value && "reason" in value && "name" in value
  );
}

/** The faults of a failed parse, in the order of the schema's columns. */
export function faultsOf(error: z.ZodError): Fault[] {
  return error.issues.map((issue) => {
    const found: unknown = issue.code === "custom" ? issue.params?.["fault"] : undefined;
    if (isFault(found)) return found;
    // Every cell is text by construction, so that only the schemas' own faults can arise.
    throw new TypeError(`unexpected issue: ${issue.message}`);
  });
}

/** A number in exact decimals, kept as written; undefined if the cell is empty. */
export function number(column: string, check?: (value: Decimal, text: string) => Fault | undefined) {
  return z.string().transform((text, context): Decimal | undefined => {
    if (text === "") return undefined;
    if (!PLAIN.test(text)) return refuse(context, fault("notANumber", { column, text }, text));
    if (!SENSIBLE.test(text)) return refuse(context, fault("outOfRange", { column, text }, text));
    const value = new Exact(text);
    const found = check?.(value, text);
    return found === undefined ? value : refuse(context, found);
  });
}

/** The same, but an empty cell is a fault: `missing`, or that the cell is empty. */
export function needed(
  column: string,
  check?: (value: Decimal, text: string) => Fault | undefined,
  missing: () => Fault = () => fault("missingCell", { column }, ""),
) {
  return number(column, check).transform((value, context): Decimal => {
    if (value !== undefined) return value;
    context.issues.push({ code: "custom", input: "", message: "empty", params: { fault: missing() } });
    return z.NEVER;
  });
}

/** Text that must be there. */
export function word(column: string) {
  return z.string().transform((text, context): string => {
    return text === "" ? refuse(context, fault("missingCell", { column }, "")) : text;
  });
}

/** An ISO date that exists; undefined if the cell is empty. */
export function date(column: string, check?: (date: string) => Fault | undefined) {
  return z.string().transform((text, context): string => {
    if (text === "") return refuse(context, fault("missingCell", { column }, ""));
    if (!isDate(text)) return refuse(context, fault("badDate", { column, text }, text));
    const found = check?.(text);
    return found === undefined ? text : refuse(context, found);
  });
}

/** A positive quantity of shares. */
export function shares() {
  return needed("quantity", (value, text) => {
    if (value.isZero()) return fault("zeroQuantity", {}, text);
    return value.isNegative() ? fault("negativeQuantity", { text }, text) : undefined;
  });
}
