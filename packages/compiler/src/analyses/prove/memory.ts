/**
 * What was proved before, by what it was proved of: the words of a policy and where they stand do not matter, what they
 * say does. What one proof does not ask for is forgotten with the next.
 */
import type { Bundle } from "../../bundle/index.ts";
import { type Edit, type Edition, editBetween } from "./edition.ts";

/** Answers of one kind, each with the edition of the firm's limits that it was found under. */
class Shelf<T> {
  private before = new Map<string, readonly [Edition, T]>();
  private now = new Map<string, readonly [Edition, T]>();

  constructor(private readonly between: (before: Edition, now: Edition) => Edit | undefined) {}

  /**
   * @param question all that it is about but the firm's limits
   * @param stands whether what was found before is still right after an edit of a few limits
   */
  recall(question: string, edition: Edition, stands: (kept: T, edit: Edit) => boolean): T | undefined {
    const known = this.now.get(question) ?? this.before.get(question);
    if (known === undefined) return undefined;
    const [found, value] = known;
    const edit = this.between(found, edition);
    if (edit === undefined || !(edit.fresh.length + edit.gone.size === 0 || stands(value, edit)))
      return undefined;
    this.keep(question, edition, value);
    return value;
  }

  keep(question: string, edition: Edition, value: T): void {
    this.now.set(question, [edition, value]);
  }

  sweep(): void {
    this.before = this.now;
    this.now = new Map();
  }
}

export type { Shelf };

export class Memory {
  private readonly numbers = new Map<string, number>();
  private readonly edits = new WeakMap<Edition, WeakMap<Edition, { readonly edit: Edit | undefined }>>();
  private readonly shelves: { sweep: () => void }[] = [];

  /** A short name of a long text: the same for the same text. */
  name(text: string): number {
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const made = this.numbers.size;
    this.numbers.set(text, made);
    return made;
  }

  shelf<T>(): Shelf<T> {
    const made = new Shelf<T>((before, now) => this.between(before, now));
    this.shelves.push(made);
    return made;
  }

  /** A proof is done: what it had no use for goes. */
  sweep(): void {
    for (const shelf of this.shelves) shelf.sweep();
  }

  private between(before: Edition, now: Edition): Edit | undefined {
    const known = this.edits.get(before)?.get(now);
    if (known !== undefined) return known.edit;
    const edit = editBetween(before, now);
    const of = this.edits.get(before) ?? new WeakMap<Edition, { readonly edit: Edit | undefined }>();
    this.edits.set(before, of.set(now, { edit }));
    return edit;
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
