/** Why a clause cannot hold all by itself: it asks for something that the account has nothing to do with. */
import type { Clause } from "@mandate/compiler";
import type { Situation } from "../account/situation.ts";
import { securitiesRead } from "../exact/reads.ts";
import { turns } from "../exact/sets.ts";
import { untradedText } from "../explain/words.ts";
import { frameOf } from "../lowering/index.ts";

/** The securities that a clause's floors speak of and that nobody trades for the account, as a sentence; if there are any. */
export function untraded(situation: Situation, clause: Clause): string | undefined {
  const traded = new Set(frameOf(situation).universe);
  for (const rule of clause.rules) {
    if (rule.rule !== "compare" || rule.operator === "<=") continue;
    for (const environment of turns(situation, rule.loops, new Map())) {
      const read = securitiesRead(situation, rule.left, environment);
      const compared = securitiesRead(situation, rule.right, environment);
      if (read === undefined || read.size === 0 || compared?.size !== 0) continue;
      if ([...read].some((security) => traded.has(security))) continue;
      return untradedText([...read].map((security) => situation.bundle.universe[security]?.symbol ?? ""));
    }
  }
  return undefined;
}
