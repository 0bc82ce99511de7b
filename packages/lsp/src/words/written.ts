/** Names as a policy writes them. */

/** A word that needs no back-ticks. */
export function isPlain(name: string): boolean {
  return /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{M}\p{Nd}_]*$/u.test(name);
}

/** In back-ticks where it is not a plain word. */
export function written(name: string): string {
  return isPlain(name) ? name : `\`${name}\``;
}
