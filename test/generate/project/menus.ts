/** Menus with options of every type, and choices inside of them. */
import type { Random } from "../random.ts";
import type { ChosenBy, ListPlan, OptionPlan } from "./plan.ts";
import { decimal, money, shares } from "./write.ts";

export interface MadeMenus {
  readonly options: readonly OptionPlan[];
  readonly text: string;
}

type Draft = Omit<OptionPlan, "text" | "setBy" | "mayBeNone" | "names" | "tilt" | "low" | "high"> &
  Partial<OptionPlan>;

/** A value in the option's unit as a policy writes it. */
function optionValue(kind: OptionPlan["kind"], value: number): string {
  switch (kind) {
    case "money":
      return money(value);
    case "percent":
      return `${decimal(value, 2)}%`;
    case "pp":
      return `${decimal(value, 2)}pp`;
    case "shares":
      return shares(value);
    case "count":
      return decimal(value, 0);
    default:
      return decimal(value, 2);
  }
}

/** Something that the option permits, as text: sometimes an end of its range. */
export function makeChoice(random: Random, option: OptionPlan): string {
  switch (option.kind) {
    case "choice":
      return random.pick(option.names);
    case "flag":
      return random.pick(["on", "off"]);
    case "lists":
      return random.some(option.names, random.integer(1, option.names.length)).join(", ");
    default:
      return optionValue(option.kind, amount(random, option));
  }
}

function amount(random: Random, { kind, low, high }: OptionPlan): number {
  if (random.chance(0.25)) return random.pick([low, high]);
  const whole = kind === "count" || kind === "shares" || kind === "money";
  return whole ? random.integer(low, high) : random.integer(low * 4, high * 4) / 4;
}

/** The menus of a firm; options come and go, but for those that the objective needs. */
export function makeMenus(random: Random, lists: readonly ListPlan[]): MadeMenus {
  const setBy = (): ChosenBy[] => (random.chance(0.5) ? ["advisor"] : ["advisor", "client"]);
  const menus: { menu: string; drafts: Draft[] }[] = [
    {
      menu: "Tax",
      drafts: [
        { name: "sensitivity", kind: "choice", names: ["none", "normal", "high"], setBy: ["advisor"] },
        { name: "gains_budget", kind: "money", low: 0, high: 1_000_000, mayBeNone: true },
        { name: "defer_short_term", kind: "flag" },
      ],
    },
    {
      menu: "Allocation",
      drafts: [
        {
          name: "tilt",
          kind: "pp",
          low: -random.integer(1, 5),
          high: random.integer(1, 5),
          tilt: true,
          setBy: ["advisor"],
        },
        { name: "cash_floor", kind: "percent", low: 0, high: random.integer(1, 4) },
        { name: "leeway", kind: "pp", low: random.integer(8, 12), high: random.integer(15, 30) },
      ],
    },
    {
      menu: "Trading",
      drafts: [
        { name: "pace", kind: "percent", low: 60, high: 100 },
        { name: "most_trades", kind: "count", low: 40, high: 200 },
        { name: "largest", kind: "shares", low: 1_000, high: 1_000_000, mayBeNone: random.chance(0.5) },
        { name: "scale", kind: "number", low: 1, high: 3 },
      ],
    },
  ];
  const offered = random
    .some(
      lists.filter((list) => list.layer === "firm"),
      3,
    )
    .map((list) => list.name);
  if (offered.length > 0) {
    menus.push({
      menu: "Screens",
      drafts: [{ name: "exclude", kind: "lists", names: offered, mayBeNone: true }],
    });
  }
  const options: OptionPlan[] = [];
  const blocks = menus.map(({ menu, drafts }) => {
    const kept = drafts.filter((draft) => draft.name === "sensitivity" || random.chance(0.75));
    if (kept.length === 0) return "";
    const made = kept.map((draft) => finish(random, menu, { setBy: setBy(), ...draft }));
    options.push(...made);
    const title = random.chance(0.5) ? ` "About ${menu.toLowerCase()}"` : "";
    return `menu ${menu}${title} {\n${made.map(({ text }) => `  ${text}`).join("\n")}\n}`;
  });
  return { options, text: blocks.filter((block) => block !== "").join("\n") };
}

function finish(random: Random, menu: string, draft: Draft): OptionPlan {
  const full: OptionPlan = {
    tilt: false,
    low: 0,
    high: 0,
    names: [],
    mayBeNone: false,
    setBy: ["advisor"],
    ...draft,
    name: `${menu}.${draft.name}`,
    text: "",
  };
  return { ...full, text: optionText(random, draft.name, full) };
}

function optionText(random: Random, called: string, option: OptionPlan): string {
  const { kind, low, high, names } = option;
  const end = `set by ${option.setBy.join(", ")}`;
  const unset = option.mayBeNone ? "none" : undefined;
  if (kind === "choice") {
    const cases = names.map((word, place) => `${word} = ${place}`).join(", ");
    return `option ${called}: choice { ${cases} } default ${random.pick(names)} ${end}`;
  }
  if (kind === "flag") return `option ${called}: flag default ${random.pick(["on", "off"])} ${end}`;
  if (kind === "lists") return `option ${called}: lists of { ${names.join(", ")} } default none ${end}`;
  const each = option.tilt ? " for each class" : "";
  const bounds = `${optionValue(kind, low)}..${optionValue(kind, high)}`;
  const standard = option.tilt ? "0pp" : (unset ?? optionValue(kind, amount(random, option)));
  return `option ${called}${each}: ${kind} in ${bounds} default ${standard} ${end}`;
}
