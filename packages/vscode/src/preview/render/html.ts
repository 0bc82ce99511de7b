/** Text as markup. */

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text that stands for itself in markup, in attributes too. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => entities[letter] ?? letter);
}

/** A sentence, in which what the policies say stands in back-ticks. */
export function prose(text: string): string {
  return escaped(text).replace(/`([^`]+)`/g, "<code>$1</code>");
}

const percents = new Intl.NumberFormat("en-US", { minimumFractionDigits: 1, maximumFractionDigits: 1 });
const money = new Intl.NumberFormat("en-US", {
  style: "currency",
  currency: "USD",
  maximumFractionDigits: 0,
});
const counts = new Intl.NumberFormat("en-US", { maximumFractionDigits: 3 });

/** `0.425` is `42.5 %`. */
export function percent(fraction: number): string {
  return `${percents.format(fraction * 100)} %`;
}

/** Dollars without the cents: a picture is no statement. Less than none has a true minus sign, as wide as a digit. */
export function usd(amount: number): string {
  const whole = Math.round(amount);
  return whole < 0 ? `\u2212${money.format(-whole)}` : money.format(Math.abs(whole));
}

export function shares(quantity: number): string {
  return counts.format(quantity);
}

export function plural(count: number, one: string): string {
  return `${counts.format(count)} ${one}${count === 1 ? "" : "s"}`;
}

/** A length in a drawing: a share of its width, with as many digits as a screen has points. */
export function length(fraction: number): string {
  return `${Number((fraction * 100).toFixed(3))}%`;
}

/** Where a click leads; nothing where the place is not known. */
export function leadsTo(source: { readonly uri: string; readonly line: number }): string {
  return ` data-uri="${escaped(source.uri)}" data-line="${source.line}"`;
}
