/** Account clauses that stand on their own in the firm's files bind every account. */
import type { PolicyBlock } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { placeOf, textOf } from "../files/unit.ts";
import { newContext, resolveBlock } from "./block.ts";
import type { Policies } from "./context.ts";

const { authority } = catalogue;

export function resolveFirmClauses(policies: Policies): readonly PolicyBlock[] {
  const { env } = policies;
  const context = newContext(policies, "", "firm", undefined);
  return env.declarations.freeClauses.flatMap(({ node, unit }) => {
    const { clause } = node;
    if (clause.kind === "ModelClause" || clause.kind === "ProfileClause" || clause.kind === "ChooseClause") {
      env.reporter.report(authority.misplacedClause, placeOf(unit, node), {
        clause: textOf(unit, clause.span),
        where: "in an account or a profile",
      });
      return [];
    }
    return [resolveBlock(context, unit, node, [clause])];
  });
}
