/** MDT8xxx: what can go wrong between a sound policy and a proposal. */
import { entry, series } from "./entry.ts";

export const solving = {
  infeasible: entry<{ account: string; clauses: readonly string[] }>({
    code: "MDT8001",
    severity: "error",
    name: "account-infeasible",
    message: ({ account, clauses }) => `account \`"${account}"\` cannot satisfy ${series(clauses)} together`,
    page: {
      why: "The clauses cited are the fewest that clash; loosening any one of them leaves a portfolio.",
    },
  }),
  withheld: entry<{ account: string; clause: string }>({
    code: "MDT8002",
    severity: "error",
    name: "proposal-withheld",
    message: ({ account, clause }) =>
      `the proposal for account \`"${account}"\` did not satisfy \`${clause}\` when it was checked, and is withheld`,
    help: "this is a defect of the software and not of the policy: please report it",
    page: {
      why: "Every proposal is checked against the policy once more, by code that shares nothing with what made it.",
    },
  }),
  notSolved: entry<{ account: string; why: string }>({
    code: "MDT8003",
    severity: "error",
    name: "account-not-solved",
    message: ({ account, why }) => `account \`"${account}"\` was not solved: ${why}`,
    page: { why: "No proposal is made on an answer that is not certain." },
  }),
};
