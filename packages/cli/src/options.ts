/** What a command was called with, read with its type. */
import { CliError } from "./exit.ts";

export interface Call {
  readonly arguments: readonly string[];
  readonly options: Readonly<Record<string, unknown>>;
}

/** Whether a switch was given. */
export function has(call: Call, name: string): boolean {
  return call.options[name] === true;
}

/** An option's value; undefined if it was not given. */
export function textOf(call: Call, name: string): string | undefined {
  const value = call.options[name];
  return typeof value === "string" ? value : undefined;
}

/** `--as-of`, checked to be a day of the calendar. */
export function asOf(call: Call): string | undefined {
  const date = textOf(call, "asOf");
  if (date === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // `Date.parse` takes 2026-02-30 for a day in March.
  if (Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== date)
    throw new CliError(
      `\`${date}\` is not a day in the calendar: \`--as-of\` takes year, month, day, as in \`2026-11-20\``,
    );
  return date;
}

/** Values of an option that may be given more than once; none if it was not. */
export function listOf(call: Call, name: string): readonly string[] {
  const value = call.options[name];
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** A whole number of at least `least`; undefined if the option was not given. */
export function wholeNumberOf(call: Call, name: string, least: number): number | undefined {
  const text = textOf(call, name);
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || !Number.isSafeInteger(value)) {
    throw new CliError(
      `\`${text}\` is no whole number of at least ${least}, which \`--${kebab(name)}\` takes`,
    );
  }
  return value;
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
