/** The account's part of a preview: what the project's book says, and what the runtime proposes. */
import { resolve } from "node:path";
import { type Bundle, isAddress, type Manifest } from "@mandate/compiler";
import type { PreviewOutcome } from "./data.ts";

export interface PreviewQuestion {
  /** the project's folder, absolute */
  readonly root: string;
  readonly manifest: Manifest | undefined;
  readonly bundle: Bundle;
  readonly account: string;
}

/** Solves an account of a project's book. */
export type PreviewDesk = (question: PreviewQuestion) => Promise<PreviewOutcome>;

/** Business days after which a price is stale, and the jump that is not believed, where the manifest does not say (data.md). */
const STALE_AFTER = 3;
const PRICE_JUMP = 0.4;
/** Seconds an account may take while somebody waits. */
const PATIENCE = 5;

/** What stands in for the database where its native module cannot be (the packaged extension) throws errors of this code. */
const NO_DATABASE = "MANDATE_NO_DATABASE";

/**
 * A desk that reads the book anew at each question: rows are judged against the policies as they are at that moment, and
 * whatever changed in its files counts. One question at a time, since the database works on one thread's behalf.
 *
 * @param now milliseconds of a steady clock, for time limits alone
 */
export function previewDesk(now: () => number): PreviewDesk {
  let last: Promise<unknown> = Promise.resolve();
  return (question) => {
    const mine = last.then(() => outcome(question, now));
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function outcome(
  { root, manifest, bundle, account }: PreviewQuestion,
  now: () => number,
): Promise<PreviewOutcome> {
  if (manifest?.book === undefined)
    return {
      state: "no book",
      why: 'the project has no book, so there are no holdings to show; name one in `mandate.json`, as in `"book": "book"`',
    };
  // The database and the solver are loaded only when an account is looked at.
  const { backendFor, BookError, openBook, previewAccount } = await import("@mandate/runtime");
  const { stale_after = STALE_AFTER, price_jump = PRICE_JUMP, previous_book } = manifest;
  try {
    const book = await openBook(place(root, manifest.book), {
      bundle,
      staleAfterBusinessDays: stale_after,
      priceJump: String(price_jump),
      ...(previous_book === undefined ? {} : { previousBook: place(root, previous_book) }),
    });
    try {
      const backend = await backendFor("auto", now);
      try {
        const settings = { bundle, book, backend, timeLimitSeconds: PATIENCE, now };
        const view = await previewAccount(settings, account);
        if (view === undefined)
          return {
            state: "not in book",
            why: `the book has no account \`${account}\`, so there is nothing it holds`,
          };
        if ("quarantined" in view) return { state: "quarantined", why: `${view.quarantined} (${view.code})` };
        return { state: "solved", view };
      } finally {
        backend.dispose();
      }
    } finally {
      await book.close();
    }
  } catch (error) {
    if (error instanceof BookError) return { state: "unreadable", why: error.message };
    if (error instanceof Error && "code" in error && error.code === NO_DATABASE)
      return { state: "no reader", why: error.message };
    throw error;
  }
}

function place(root: string, written: string): string {
  return isAddress(written) ? written : resolve(root, written);
}
