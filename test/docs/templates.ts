/** Messages with their parameters left open: what a page about a code shows, whatever the author's own words were. */

/** Stands for a parameter, whether the message takes it for a text, a number or a list of texts. */
class Slot extends Array<string> {
  static override get [Symbol.species](): ArrayConstructor {
    return Array;
  }

  override toString(): string {
    return this.join("");
  }
}

/** Suggestions are left out: most diagnostics of a code have none. */
const SUGGESTIONS: readonly string[] = ["near", "nearest"];

/** An object that has every property: a slot of its name, such as `‹found›`. */
const slots = new Proxy(
  {},
  {
    get: (_, name) =>
      typeof name !== "string" || SUGGESTIONS.includes(name) ? undefined : new Slot(`‹${name}›`),
  },
);

/**
 * A message's text for parameters that nobody knows yet. A message is made for the parameters of its own entry; here
 * it gets an object that has whatever any of them asks for, which no type of theirs could say.
 */
export function template(message: (parameters: never) => string | undefined): string | undefined {
  return message(slots as never);
}
