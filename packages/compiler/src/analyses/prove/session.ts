/** What a prover has at hand from one version of a project to the next. */
import type { Element } from "../linear/element.ts";
import type { Space } from "../linear/space.ts";
import type { Own } from "./accountIdle.ts";
import type { DayLeaf } from "./accounts.ts";
import type { EveryChoice } from "./choices.ts";
import type { Grounds } from "./ground.ts";
import { Memory, type Shelf } from "./memory.ts";
import type { IdleClause, Verdict, Verdicts } from "./redundant.ts";
import type { Holder } from "./standing.ts";
import type { Workshop } from "./workshop.ts";

export interface ProvedAccount extends Holder {
  readonly grounds: Grounds;
  readonly leaves: readonly DayLeaf[];
  /** whether the leaves are all that was looked at */
  readonly stands: boolean;
}

export interface ProvedChoices {
  readonly grounds: Grounds;
  readonly every: EveryChoice;
}

/** With what was idle already when it was asked. */
export interface JudgedClause {
  readonly verdict: Verdict;
  readonly dead: readonly string[];
  readonly kit: Kit;
}

export interface JudgedAccount extends Pick<Own, "chosen" | "adjusts"> {
  readonly verdicts: Verdicts;
  readonly kit: Kit | undefined;
}

/** Of a universe that may grow: what was built for its questions, and elements by what they say. */
export interface Kit {
  readonly space: Space;
  readonly workshop: Workshop;
  readonly elements: Map<string, Element>;
}

export interface Session {
  readonly memory: Memory;
  readonly choices: Shelf<ProvedChoices>;
  readonly accounts: Shelf<ProvedAccount>;
  readonly firm: Shelf<JudgedClause>;
  readonly profiles: Shelf<readonly IdleClause[]>;
  readonly own: Shelf<JudgedAccount>;
  readonly tilts: Shelf<true>;
  /** portfolios and their columns, by what the project is but for its limits */
  grounds?: { readonly of: number; readonly grounds: Grounds };
  kit?: { readonly of: string; readonly kit: Kit };
}

export function newSession(): Session {
  const memory = new Memory();
  return {
    memory,
    choices: memory.shelf(),
    accounts: memory.shelf(),
    firm: memory.shelf(),
    profiles: memory.shelf(),
    own: memory.shelf(),
    tilts: memory.shelf(),
  };
}
