/** Accounts of a book: rows, holdings, activity, by the plans of the project's accounts. */
import type { AccountPlan, OptionPlan } from "../project/plan.ts";
import { decimal } from "../project/write.ts";
import type { GeneratedProject } from "../project.ts";
import type { Random } from "../random.ts";
import type { BookOptions } from "./generated.ts";
import { type HoldingScope, holdingsOf, lotsOf, salesOf } from "./holdings.ts";
import { type AccountCells, type ActivityCells, type LotCells, type Shape, shapes } from "./tables.ts";

export interface Scope extends HoldingScope {
  readonly project: GeneratedProject;
  readonly options: BookOptions;
}

export interface MadeAccount {
  readonly cells: AccountCells;
  readonly lots: LotCells[];
  readonly activity: ActivityCells[];
  readonly shape: Shape;
}

export function makeAccount(scope: Scope, plan: AccountPlan): MadeAccount {
  const { random, project, options } = scope;
  const shape = random.pick(options.shapes ?? shapes);
  const model = project.models.find((candidate) => candidate.name === plan.model) ?? project.models[0];
  if (model === undefined) throw new Error("a project without a model has no book");
  const value =
    shape === "tiny"
      ? random.integer(500, 3_000)
      : Math.round(Math.exp(Math.log(8_000) + random.fraction() * Math.log(2_000)));
  const lots: LotCells[] = [];
  const activity: ActivityCells[] = [];
  let invested = 0;
  for (const [symbol, dollars] of holdingsOf(scope, shape, model, value)) {
    const security = scope.bySymbol.get(symbol);
    if (security === undefined) continue;
    const made = lotsOf(scope, plan.account, security, dollars, options.lots ?? 4);
    lots.push(...made.lots);
    activity.push(...made.activity);
    invested += made.lots.reduce((sum, lot) => sum + Number(lot.quantity) * security.price, 0);
  }
  activity.push(...salesOf(scope, plan.account, shape, model));
  const registration =
    options.taxable === true
      ? "taxable"
      : random.pick(["taxable", "taxable", "taxable", "traditional", "roth", "exempt"] as const);
  const taxable = registration === "taxable";
  const dollars = (low: number, high: number): string =>
    taxable && random.chance(0.4) ? decimal(random.integer(low, high) / 100, 2) : "0";
  const cells: AccountCells = {
    account: plan.account,
    name: `Account ${plan.account}`,
    household: plan.household ?? "",
    advisor: random.chance(0.5) ? "Desk" : "",
    registration,
    model: plan.inBlock && random.chance(0.5) ? "" : plan.model,
    profile: rowProfile(scope, plan),
    cash: decimal(cashOf(random, shape, value, invested), 2),
    st_rate: taxable ? random.pick(["0.37", "0.24", "0.408", "0.1"]) : "0",
    lt_rate: taxable ? random.pick(["0.2", "0.15", "0.238", "0"]) : "0",
    ytd_short: dollars(-500_000, 500_000),
    ytd_long: dollars(-900_000, 900_000),
    carry_short: dollars(0, 400_000),
    carry_long: dollars(0, 400_000),
    choices: rowChoices(random, project.menuOptions, plan),
  };
  return { cells, lots, activity, shape };
}

/** Cash may be owed (never more than what could be sold), nothing, a little, or much. */
function cashOf(random: Random, shape: Shape, value: number, invested: number): number {
  if (shape === "all cash") return value;
  const kind = random.integer(0, 9);
  // An account must be worth something: V > 0.
  if (kind === 0 && invested > 1_000) return -Math.round(invested * 0.04 * random.fraction() * 100) / 100;
  if (kind === 1 && invested > 1_000) return 0;
  if (kind === 2) return value;
  return Math.round(value * (0.005 + 0.04 * random.fraction()) * 100) / 100 + 10;
}

function rowProfile({ random, project }: Scope, plan: AccountPlan): string {
  if (plan.inBlock || project.profiles.length === 0 || !random.chance(0.3)) return "";
  return random.pick(project.profiles).name;
}

/** Choices in the row's own columns, of what no block and no profile chooses: fractions where policies say percent. */
function rowChoices(
  random: Random,
  options: readonly OptionPlan[],
  plan: AccountPlan,
): Record<string, string> {
  const choices: Record<string, string> = {};
  if (plan.profile !== undefined) return choices;
  for (const option of options) {
    if (
      option.tilt ||
      plan.chosen.includes(option.name) ||
      !option.setBy.includes("advisor") ||
      !random.chance(0.25)
    )
      continue;
    const within = option.low + random.fraction() * (option.high - option.low);
    switch (option.kind) {
      case "choice":
      case "lists":
        choices[option.name] = random.pick(option.names);
        break;
      case "flag":
        choices[option.name] = random.pick(["on", "off"]);
        break;
      case "percent":
      case "pp":
        choices[option.name] = decimal(Math.round(within * 4) / 400, 6);
        break;
      case "number":
        choices[option.name] = decimal(within, 2);
        break;
      default:
        choices[option.name] = decimal(Math.floor(within), 0);
    }
  }
  return choices;
}
