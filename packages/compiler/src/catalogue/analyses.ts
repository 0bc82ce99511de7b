/** MDT6xxx: what `check --prove` finds. Always warnings: the policy is well formed, and still not what it seems. */
import { entry, series } from "./entry.ts";

const page = (why: string) => ({ why });

/** The sum that leaves nothing, after the sentence that says so. */
const because = (why: string | undefined): string => (why === undefined ? "" : `: ${why}`);

const assuming = ({ assumed }: { readonly assumed?: string | undefined }): string | undefined =>
  assumed === undefined ? undefined : `proved for ${assumed}`;

export const analyses = {
  clash: entry<{
    clauses: readonly string[];
    when?: string | undefined;
    why?: string | undefined;
    assumed?: string | undefined;
  }>({
    code: "MDT6001",
    severity: "warning",
    name: "no-portfolio-left",
    message: ({ clauses, when, why }) =>
      `no portfolio can satisfy ${series(clauses)}${clauses.length === 1 ? "" : " together"}${when === undefined ? "" : ` ${when}`}${because(why)}`,
    help: assuming,
    page: page("Every account that these clauses bind would be infeasible on every night."),
  }),
  choiceLeavesNothing: entry<{
    option: string;
    choice: string;
    /** other choices without which there is no harm */
    together?: string | undefined;
    clauses: readonly string[];
    why?: string | undefined;
    assumed?: string | undefined;
  }>({
    code: "MDT6002",
    severity: "warning",
    name: "choice-that-leaves-no-portfolio",
    message: ({ option, choice, together, clauses, why }) =>
      `\`${option} = ${choice}\` may be chosen${together === undefined || together === "" ? "" : ` with ${together}`}, and then no portfolio can satisfy ${series(clauses)}${because(why)}`,
    help: assuming,
    page: page("A menu promises that whatever it offers can be carried out."),
  }),
  waiverEndLeavesNothing: entry<{
    limit: string;
    date: string;
    clauses: readonly string[];
    why?: string | undefined;
    assumed?: string | undefined;
  }>({
    code: "MDT6003",
    severity: "warning",
    name: "no-portfolio-after-the-waiver",
    message: ({ limit, date, clauses, why }) =>
      `once this waiver of \`${limit}\` ends, from ${date} on, no portfolio can satisfy ${series(clauses)} together${because(why)}`,
    help: assuming,
    page: page("The account would turn infeasible on that day, without anybody having changed a word."),
  }),
  redundant: entry<{ clause: string; by: readonly string[] }>({
    code: "MDT6004",
    severity: "warning",
    name: "clause-without-effect",
    message: ({ clause, by }) =>
      by.length === 0
        ? `\`${clause}\` forbids nothing that a long-only portfolio could do`
        : `\`${clause}\` forbids nothing that ${series(by)} ${by.length === 1 ? "does" : "do"} not forbid already`,
    page: page("A limit that another implies misleads whoever later changes one of the two."),
  }),
  preferenceForced: entry<{ preference: string; by: readonly string[] }>({
    code: "MDT6005",
    severity: "warning",
    name: "preference-that-is-forced",
    message: ({ preference, by }) =>
      by.length === 0
        ? `\`${preference}\` never costs anything: no long-only portfolio could miss it`
        : `\`${preference}\` never costs anything: ${series(by)} ${by.length === 1 ? "forces" : "force"} it already`,
    page: page("A preference that always holds has no price and no effect."),
  }),
  choiceNeverPermitted: entry<{
    option: string;
    part: string;
    clauses: readonly string[];
    why?: string | undefined;
    assumed?: string | undefined;
  }>({
    code: "MDT6006",
    severity: "warning",
    name: "part-of-a-range-that-nothing-permits",
    message: ({ option, part, clauses, why }) =>
      `\`${option}\` offers ${part}, which ${series(clauses)} ${clauses.length === 1 ? "rules" : "rule"} out for every portfolio${because(why)}`,
    help: assuming,
    page: page("What is offered and cannot be carried out belongs out of the range."),
  }),
  dateLeavesNothing: entry<{
    date: string;
    clauses: readonly string[];
    /** `in account \`1001\``, … */
    when?: string | undefined;
    why?: string | undefined;
    assumed?: string | undefined;
  }>({
    code: "MDT6007",
    severity: "warning",
    name: "no-portfolio-from-a-date-on",
    message: ({ date, clauses, when, why }) =>
      `from ${date} on, no portfolio can satisfy ${series(clauses)}${clauses.length === 1 ? "" : " together"}${when === undefined ? "" : ` ${when}`}${because(why)}`,
    help: assuming,
    page: page("The account would turn infeasible on that day, without anybody having changed a word."),
  }),
};
