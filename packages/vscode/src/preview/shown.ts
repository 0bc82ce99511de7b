/** What a preview shows as answers come: the last drawing stays while what is typed has none. */
import type { PreviewAnswer } from "@mandate/lsp";
import { page, type Shown } from "./render/page.ts";

export interface Showing {
  /** the last answer with a portfolio in it */
  readonly last?: PreviewAnswer;
  readonly shown: Shown;
}

/** @param from where an account's proposal came from, if that is worth a word */
export function showing(before: Showing | undefined, answer: PreviewAnswer, from?: string): Showing {
  if (answer.kind === "nothing") {
    const last = before?.last;
    if (last === undefined) return { shown: page(answer) };
    // While a model is half typed it is no model; the cursor on a comment means nothing else than before.
    const told = last.kind === "account" && last.outcome.state === "errors";
    const note =
      answer.errors === 0 || told
        ? undefined
        : { text: `not up to date: the policies have ${errors(answer.errors)}` };
    return { last, shown: page(last, note) };
  }
  const last = before?.last;
  // An account's own holdings stay while the text has errors, rather than come and go with every keystroke.
  if (
    answer.kind === "account" &&
    answer.outcome.state === "errors" &&
    last?.kind === "account" &&
    last.account === answer.account &&
    last.outcome.state === "solved"
  )
    return {
      last,
      shown: page(last, { text: `not up to date: the policies have ${errors(answer.errors)}` }),
    };
  const note = from === undefined || answer.kind !== "account" ? undefined : { text: from };
  return { last: answer, shown: page(answer, note) };
}

function errors(count: number): string {
  return count === 1 ? "an error" : `${count} errors`;
}
