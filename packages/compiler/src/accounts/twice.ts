/** Clauses of one block that say the same thing again, or something weaker about the same thing. */
import type { AccountClause } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import type { Scope } from "../env.ts";
import { takeOut } from "../files/takeOut.ts";
import { type FileUnit, placeOf, saidOf, textOf } from "../files/unit.ts";

const { authority } = catalogue;

interface First {
  readonly clause: AccountClause;
  readonly unit: FileUnit;
}

/** By what they are about, the clauses of a block so far. */
export type Said = Map<string, First>;

/**
 * What a clause is about: of two about the same, both hold and the stricter counts, for rows are conjunctive (semantics.md
 * 3). What adds up instead (reserves, raises, tilts) is the same only where every word is, its reason too. Clauses that
 * are refused a second time anyway (`choose`, `substitute`, `model`, a limit's name) are none of these.
 */
function subjectOf(unit: FileUnit, clause: AccountClause): string | undefined {
  switch (clause.kind) {
    case "NeverClause":
      return `never ${clause.side} ${textOf(unit, clause.subject.span)}`;
    case "KeepClause":
      return `keep ${textOf(unit, clause.subject.span)}`;
    case "SellByClause":
      return `sell ${textOf(unit, clause.subject.span)}`;
    case "ExcludeClause":
      return `exclude ${textOf(unit, clause.subject.span)}`;
    case "TightenClause":
      return `tighten ${clause.limit.text} for ${clause.for?.text ?? "all"}`;
    case "TransitionClause":
      return "trade at most";
    case "ReserveClause":
    case "RaiseClause":
    case "TiltClause":
      return textOf(unit, clause.span);
    default:
      return undefined;
  }
}

const ADD_UP: ReadonlySet<AccountClause["kind"]> = new Set(["ReserveClause", "RaiseClause", "TiltClause"]);

export function warnOfTwice({ env, unit }: Scope, clause: AccountClause, said: Said): void {
  const about = subjectOf(unit, clause);
  if (about === undefined || ended(clause, env.today)) return;
  const key = about.replaceAll("`", "");
  const first = said.get(key);
  if (first === undefined) {
    said.set(key, { clause, unit });
    return;
  }
  const again = plainly(unit, clause);
  const before = plainly(first.unit, first.clause);
  const effect = ADD_UP.has(clause.kind) ? "sum" : again === before ? "none" : "stricter";
  env.reporter.report(
    authority.clauseTwice,
    placeOf(unit, clause),
    { clause: again, first: before, effect },
    {
      related: [{ ...placeOf(first.unit, first.clause), message: "it is said here first" }],
      // Which of two that differ is meant, nobody can tell.
      ...(effect === "stricter" ? {} : { fixes: [takeOut(unit, clause.span, `take \`${again}\` out`)] }),
    },
  );
}

/** A back-tick more or less is the same name. */
function plainly(unit: FileUnit, clause: AccountClause): string {
  return saidOf(unit, clause).replaceAll("`", "");
}

/** What has ended is told of as ended, and says nothing beside what goes on. */
function ended(clause: AccountClause, today: string): boolean {
  if (clause.kind !== "KeepClause" && clause.kind !== "ReserveClause") return false;
  return clause.until !== undefined && clause.until.value < today;
}
