/** How values and names are written. */

/** A name as a policy writes it: in back-ticks unless it is a plain word. */
export function name(text: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? text : `\`${text}\``;
}

/** At most so many digits after the point, none that is zero at the end. */
export function decimal(value: number, digits: number): string {
  const text = value.toFixed(digits);
  const trimmed = text.includes(".") ? text.replace(/\.?0+$/, "") : text;
  return trimmed === "-0" ? "0" : trimmed;
}

/** A fraction as percent, to a hundredth of one: `0.125` is `12.5%`. */
export function percent(fraction: number): string {
  return `${decimal(fraction * 100, 2)}%`;
}

/** A fraction as percentage points. */
export function points(fraction: number): string {
  return `${decimal(fraction * 100, 2)}pp`;
}

/** Dollars, in thousands or millions where that is shorter. */
export function money(dollars: number): string {
  if (dollars < 0) return `-${money(-dollars)}`;
  if (dollars >= 100_000 && dollars % 10_000 === 0) return `$${decimal(dollars / 1_000_000, 2)}M`;
  const [whole = "0", cents] = decimal(dollars, 2).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return cents === undefined ? `$${grouped}` : `$${grouped}.${cents.padEnd(2, "0")}`;
}

export function shares(count: number): string {
  return `${decimal(count, 0)} shares`;
}

export function string(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Lines indented by two spaces. */
export function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
