/** Which clauses of the policy some test made binding, and which none did. */
import type { Bundle, Clause } from "@mandate/compiler";
import type { TestResult } from "@mandate/runtime";

function firmClauses(bundle: Bundle): readonly Clause[] {
  return [...bundle.clauses, ...bundle.profiles.flatMap((profile) => profile.block.clauses)];
}

export function coverageText(bundle: Bundle, results: readonly TestResult[]): string {
  const bound = new Set(results.flatMap((result) => result.binding));
  const clauses = firmClauses(bundle);
  const covered = clauses.filter((clause) => bound.has(clause.id));
  const never = clauses.filter((clause) => !bound.has(clause.id));
  const line = (clause: Clause): string => `  ${clause.id}  ${clause.source.file}:${clause.source.line}`;
  const lines = [
    "",
    `Bound in some test: ${covered.length} of ${clauses.length} clauses`,
    ...covered.map(line),
  ];
  if (never.length > 0) lines.push("", "Never bound in any test", ...never.map(line));
  return `${lines.join("\n")}\n`;
}
