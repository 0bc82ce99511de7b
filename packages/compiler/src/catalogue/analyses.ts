/** MDT6xxx: what `check --prove` finds. Always warnings: the policy is well formed, and still not what it seems. */
import { entry, series } from "./entry.ts";

const page = (why: string) => ({ why });

export const analyses = {
  clash: entry<{ clauses: readonly string[]; when?: string | undefined }>({
    code: "MDT6001",
    severity: "warning",
    name: "no-portfolio-left",
    message: ({ clauses, when }) =>
      clauses.length === 1
        ? `no portfolio can satisfy ${series(clauses)}${when === undefined ? "" : ` ${when}`}`
        : `no portfolio can satisfy ${series(clauses)} together${when === undefined ? "" : ` ${when}`}`,
    page: page("Every account that these clauses bind would be infeasible on every night."),
  }),
  choiceLeavesNothing: entry<{ option: string; choice: string; clauses: readonly string[] }>({
    code: "MDT6002",
    severity: "warning",
    name: "choice-that-leaves-no-portfolio",
    message: ({ option, choice, clauses }) =>
      `\`${option} = ${choice}\` may be chosen, and then no portfolio can satisfy ${series(clauses)}`,
    page: page("A menu promises that whatever it offers can be carried out."),
  }),
  waiverEndLeavesNothing: entry<{ limit: string; date: string; clauses: readonly string[] }>({
    code: "MDT6003",
    severity: "warning",
    name: "no-portfolio-after-the-waiver",
    message: ({ limit, date, clauses }) =>
      `once this waiver of \`${limit}\` ends, from ${date} on, no portfolio can satisfy ${series(clauses)} together`,
    page: page("The account would turn infeasible on that day, without anybody having changed a word."),
  }),
  redundant: entry<{ clause: string; by: readonly string[] }>({
    code: "MDT6004",
    severity: "warning",
    name: "clause-without-effect",
    message: ({ clause, by }) =>
      `\`${clause}\` forbids nothing that ${series(by)} ${by.length === 1 ? "does" : "do"} not forbid already`,
    page: page("A limit that another implies misleads whoever later changes one of the two."),
  }),
  preferenceForced: entry<{ preference: string; by: readonly string[] }>({
    code: "MDT6005",
    severity: "warning",
    name: "preference-that-is-forced",
    message: ({ preference, by }) =>
      `\`${preference}\` never costs anything: ${series(by)} ${by.length === 1 ? "forces" : "force"} it already`,
    page: page("A preference that always holds has no price and no effect."),
  }),
  choiceNeverPermitted: entry<{ option: string; part: string; clauses: readonly string[] }>({
    code: "MDT6006",
    severity: "warning",
    name: "part-of-a-range-that-nothing-permits",
    message: ({ option, part, clauses }) =>
      `\`${option}\` offers ${part}, which ${series(clauses)} ${clauses.length === 1 ? "rules" : "rule"} out for every portfolio`,
    page: page("What is offered and cannot be carried out belongs out of the range."),
  }),
  dateLeavesNothing: entry<{ date: string; clauses: readonly string[] }>({
    code: "MDT6007",
    severity: "warning",
    name: "no-portfolio-from-a-date-on",
    message: ({ date, clauses }) => `from ${date} on, no portfolio can satisfy ${series(clauses)} together`,
    page: page("The account would turn infeasible on that day, without anybody having changed a word."),
  }),
};
