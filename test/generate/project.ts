/**
 * Whole projects of Mandate, by seed: every construct of the language, right by construction. The plan is made first
 * (what each class, list and model holds), so that names, units, curvature, ranges and sums of the text hold by it.
 */
import { type AccountScope, makeAccount, makeProfile } from "./project/accounts.ts";
import { makeLimit, makePreference } from "./project/limits.ts";
import { makeLists } from "./project/lists.ts";
import { makeMenus } from "./project/menus.ts";
import { deriveModel, makeModel, makeSleeves, modelLeaves, sleeveCsv, sleeveText } from "./project/models.ts";
import { makeObjective } from "./project/objective.ts";
import type {
  AccountPlan,
  ClassPlan,
  LimitPlan,
  ListPlan,
  ModelPlan,
  OptionPlan,
  SecurityPlan,
} from "./project/plan.ts";
import type { RuleScope } from "./project/rules.ts";
import { makeTest } from "./project/tests.ts";
import { allClasses, makeClasses, makeSecurities, universeCsv, universeText } from "./project/universe.ts";
import { makeWaivers } from "./project/waivers.ts";
import { name, string } from "./project/write.ts";
import { type Random, randomFrom } from "./random.ts";

export interface ProjectOptions {
  /** how many securities; at least one a leaf class whatever is asked */
  readonly securities?: number;
  /** levels of classes, 1 to 3 */
  readonly levels?: number;
  readonly models?: number;
  readonly limits?: number;
  readonly preferences?: number;
  readonly lists?: number;
  readonly profiles?: number;
  readonly accounts?: number;
  /** accounts of one file of the advisors' (default: all); clients have a file each as many too */
  readonly accountsPerFile?: number;
  readonly tests?: number;
  /** bounds leave room around the models, so that most accounts are feasible (default); else they are drawn at will */
  readonly feasible?: boolean;
  /** minimums, counts and tickets, which need binaries (default) */
  readonly binaries?: boolean;
  /** `taxes netted`; by default every fourth project */
  readonly netted?: boolean;
  /** `risk cost` and `tracking error`: the book needs a risk model (default: no) */
  readonly risk?: boolean;
  readonly washSalesAllowed?: boolean;
  /** the day about which dates lie */
  readonly asOf?: string;
}

export interface GeneratedProject {
  readonly seed: number;
  readonly asOf: string;
  readonly options: ProjectOptions;
  /** every file by its path, `mandate.json` and CSVs too, in the order of paths */
  readonly files: ReadonlyMap<string, string>;
  readonly classes: readonly ClassPlan[];
  readonly securities: readonly SecurityPlan[];
  readonly models: readonly ModelPlan[];
  readonly lists: readonly ListPlan[];
  readonly limits: readonly LimitPlan[];
  readonly menuOptions: readonly OptionPlan[];
  readonly profiles: readonly { readonly name: string; readonly chooses: readonly string[] }[];
  readonly accounts: readonly AccountPlan[];
}

/** The project of a seed. The same seed and options give the same bytes. */
export function generateProject(seed: number, options: ProjectOptions = {}): GeneratedProject {
  const random = randomFrom(seed).child("project");
  const asOf = options.asOf ?? "2026-11-20";
  const classes = makeClasses(random, options.levels ?? random.integer(1, 3));
  const every = allClasses(classes);
  const leaves = every
    .filter((plan) => plan.children.length === 0 && plan.name !== "Cash")
    .map((plan) => plan.name);
  const securities = makeSecurities(random, leaves, options.securities ?? random.integer(10, 60));
  const roomy = options.feasible ?? true;
  const sleeves = makeSleeves(random, securities, leaves);
  const models = makeModels(random, options.models ?? random.integer(1, 4), {
    random,
    classes,
    securities,
    sleeves,
    roomy,
  });
  const lists = makeLists(random, "firm", "Firm", options.lists ?? random.integer(0, 5), every, securities);
  const desk = makeLists(random, "advisor", "Desk", random.integer(0, 2), every, securities, lists.lists);
  const menus = makeMenus(random, lists.lists);
  const risk = options.risk ?? false;
  const rules: RuleScope = {
    random,
    classes: every,
    securities,
    lists: lists.lists,
    models,
    options: menus.options,
    roomy,
    binaries: options.binaries ?? true,
    risk,
  };
  const limits = count(options.limits ?? random.integer(1, 10), (place) =>
    makeLimit(rules, place, { prefix: "Firm", grants: true }),
  );
  const preferences = count(options.preferences ?? random.integer(0, 3), (place) =>
    makePreference(rules, place, "Firm"),
  );
  const objective = makeObjective(random, menus.options, {
    risk,
    netted: options.netted ?? random.chance(0.25),
  });
  const scope: AccountScope = {
    ...rules,
    lists: [...lists.lists, ...desk.lists],
    limits,
    profiles: [],
    equivalents: [],
    asOf,
  };
  const profiles = count(options.profiles ?? random.integer(0, 2), (place) =>
    makeProfile(scope, `Profile${place}`, place % 2 === 1 ? "firm" : "advisor"),
  );
  const household = (place: number): string | undefined =>
    place % 3 === 0 ? undefined : `H${Math.floor(place / 3) + 1}`;
  const accounts = count(options.accounts ?? random.integer(1, 6), (place) =>
    makeAccount({ ...scope, profiles }, String(1000 + place), household(place)),
  );
  const plans = accounts.map(({ plan }) => plan);
  const waivers = makeWaivers(random, limits, plans, asOf);
  const tests = count(options.tests ?? random.integer(0, 2), (place) => makeTest(rules, place, models));

  const files = new Map<string, string>();
  const write = (path: string, parts: readonly string[]): void => {
    const text = parts.filter((part) => part !== "").join("\n");
    if (text !== "") files.set(path, `${text}\n`);
  };
  files.set("mandate.json", manifest(seed));
  files.set("data/securities.csv", universeCsv(securities));
  for (const sleeve of sleeves) if (sleeve.csv !== undefined) files.set(sleeve.csv, sleeveCsv(sleeve));
  for (const [path, text] of [...lists.files, ...desk.files]) files.set(path, text);
  write("firm/universe.mandate", [
    universeText(random, classes),
    lists.text,
    equivalentsText(random, leaves, securities),
  ]);
  write("firm/models.mandate", [...sleeves.map(sleeveText), ...models.map((model) => model.text), objective]);
  write("firm/limits.mandate", [menus.text, ...limits.map((limit) => limit.text), ...preferences]);
  write("firm/practice.mandate", [
    ...profiles.filter(({ layer }) => layer === "firm").map(({ text }) => text),
    ...waivers,
    ...(options.washSalesAllowed === true ? ["wash sales allowed"] : []),
    ...(random.chance(0.15)
      ? [`never buy ${name(untargeted(random, securities, models))} because "firm screen"`]
      : []),
  ]);
  write("firm/tests.mandate", tests);
  write("advisors/desk.mandate", [
    desk.text,
    ...profiles.filter(({ layer }) => layer === "advisor").map(({ text }) => text),
    ...households(plans),
  ]);
  const perFile = options.accountsPerFile ?? accounts.length;
  for (let first = 0; first < accounts.length; first += perFile) {
    const some = accounts.slice(first, first + perFile);
    const number = String(first / perFile + 1).padStart(4, "0");
    write(
      `advisors/accounts-${number}.mandate`,
      some.flatMap(({ advisor }) => advisor ?? []),
    );
    write(
      `clients/accounts-${number}.mandate`,
      some.flatMap(({ client }) => client ?? []),
    );
  }
  const sorted = new Map([...files].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  return {
    seed,
    asOf,
    options,
    files: sorted,
    classes,
    securities,
    models,
    lists: scope.lists,
    limits,
    menuOptions: menus.options,
    profiles,
    accounts: plans,
  };
}

function count<T>(many: number, make: (place: number) => T): T[] {
  return Array.from({ length: many }, (_, place) => make(place + 1));
}

function makeModels(random: Random, many: number, scope: Parameters<typeof makeModel>[0]): ModelPlan[] {
  const models: ModelPlan[] = [];
  for (let place = 1; place <= many; place++) {
    const base = models.length > 0 && random.chance(0.4) ? random.pick(models) : undefined;
    const derived = base === undefined ? undefined : deriveModel(scope, `Model${place}`, base);
    models.push(derived ?? makeModel(scope, `Model${place}`));
  }
  return models;
}

function manifest(seed: number): string {
  const layers = { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] };
  return `${JSON.stringify({ name: `generated-${seed}`, universe: "data/securities.csv", layers }, null, 2)}\n`;
}

function equivalentsText(
  random: Random,
  leaves: readonly string[],
  securities: readonly SecurityPlan[],
): string {
  const leaf = random.pick(leaves);
  const members = securities.filter((security) => security.class === leaf).map(({ symbol }) => name(symbol));
  if (members.length < 2 || random.chance(0.6)) return "";
  return `equivalents Group { ${random.some(members, 4).join(", ")} }`;
}

/** A security that no model wants, if there is one. */
function untargeted(
  random: Random,
  securities: readonly SecurityPlan[],
  models: readonly ModelPlan[],
): string {
  const wanted = new Set(
    models.flatMap((model) => modelLeaves(model).flatMap((leaf) => leaf.members.map(({ symbol }) => symbol))),
  );
  const free = securities.filter(({ symbol }) => !wanted.has(symbol));
  return random.pick(free.length > 0 ? free : securities).symbol;
}

function households(accounts: readonly AccountPlan[]): string[] {
  const members = new Map<string, string[]>();
  for (const { account, household } of accounts) {
    if (household !== undefined) members.set(household, [...(members.get(household) ?? []), string(account)]);
  }
  return [...members].map(
    ([called, inside]) => `household ${string(called)} { accounts ${inside.join(", ")} }`,
  );
}
