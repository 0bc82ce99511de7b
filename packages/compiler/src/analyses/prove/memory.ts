/**
 * What was proved before, by what it was proved of: the words of a policy and where they stand do not matter, what they
 * say does. What one proof does not ask for is forgotten with the next.
 */
import type { Bundle } from "../../bundle/index.ts";

export class Memory {
  private before = new Map<string, unknown>();
  private now = new Map<string, unknown>();
  private readonly numbers = new Map<string, number>();

  /** A short name of a long text: the same for the same text. */
  name(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const made = this.numbers.size;
    this.numbers.set(text, made);
    return made;
  }

  /** What was kept under a key, of the kind that its maker says; else what it makes, if that is to be kept. */
  recall<T>(key: string, is: (value: unknown) => value is T, make: () => T, keeps: (made: T) => boolean): T {
    const known = this.now.get(key) ?? this.before.get(key);
    const value = is(known) ? known : make();
    if (known !== undefined || keeps(value)) this.now.set(key, value);
    return value;
  }

  has(key: string): boolean {
    return this.now.has(key) || this.before.has(key);
  }

  /** A proof is done: what it had no use for goes. */
  sweep(): void {
    this.before = this.now;
    this.now = new Map();
  }
}

/** Says what parts of a bundle say, without words, places and the numbers that sets happen to have. */
export function sayer({ sets, universe }: Bundle, memory: Memory): (value: unknown) => number {
  const members = sets.map((set) =>
    memory.name(`${set.cash ? "cash " : ""}${set.members.map((at) => universe[at]?.symbol ?? "").join(" ")}`),
  );
  const labels = sets.map(({ label, members: of }) =>
    of.length === 1 || label.startsWith("{") ? label : "",
  );
  const written = (value: unknown): string => {
    if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "";
    if (Array.isArray(value)) return `[${value.map(written).join(",")}]`;
    if ("set" in value && value.set === "fixed" && "id" in value && typeof value.id === "number")
      return `#${members[value.id] ?? ""}${labels[value.id] ?? ""}`;
    const parts: string[] = [];
    for (const [key, inner] of Object.entries(value)) {
      if (key === "source" || key === "text" || key === "title" || key === "because" || key === "doc")
        continue;
      parts.push(
        `${key}:${key === "set" && typeof inner === "number" ? `#${members[inner] ?? ""}` : written(inner)}`,
      );
    }
    return `{${parts.join(",")}}`;
  };
  return (value) => memory.name(written(value));
}
