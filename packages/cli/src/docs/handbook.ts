/** The handbook of a firm's policy, for people who read no policy files: committee, compliance, advisors, auditors. */
import { type Bundle, chosen, offer, setters, shortName, weight } from "@mandate/compiler";
import { modelLines } from "../expand/model.ts";
import { limitsByLayer, preferences, waivers } from "./limits.ts";
import { code, escaped, section, table } from "./markdown.ts";

/** Who may say what (language.md, Authority), in the handbook's words. */
const authority: readonly (readonly string[])[] = [
  ["Asset classes, attributes, sleeves, models, menus, the objective, waivers", "yes", "no", "no"],
  ["Lists, profiles", "yes", "yes", "no"],
  ["Limits and preferences for everybody", "yes", "no", "no"],
  ["Limits, preferences and other clauses of an account", "no", "yes", "yes"],
  ["Accounts, households", "no", "yes", "yes"],
  ["Tests", "yes", "yes", "yes"],
];

/** The whole handbook as Markdown. `today` (ISO) says which waivers have ended. */
export function handbook(bundle: Bundle, today: string): string {
  return [
    `# ${escaped(bundle.name)}: the policy in force on ${today}\n`,
    section(2, "Models", models(bundle)),
    limitsByLayer(bundle),
    preferences(bundle),
    section(2, "Menus: what may be chosen", menus(bundle)),
    section(2, "Profiles", profiles(bundle)),
    waivers(bundle, today),
    section(2, "Lists", lists(bundle)),
    section(2, "Who may set what", [
      table(["", "Firm", "Advisor", "Client"], authority),
      whoSets(bundle),
      "Whoever comes later may add limits, tighten one, or choose what a menu offers. Nothing but a waiver, by the firm, loosens a limit.",
    ]),
  ]
    .filter((part) => part !== "")
    .join("\n");
}

function models({ models }: Bundle): readonly string[] {
  return models.map((model) => {
    const rows = modelLines(model.nodes).map(({ depth, name, share, target, band }) => [
      `${"&emsp;".repeat(depth)}${depth === 0 ? `**${escaped(name)}**` : escaped(name)}`,
      share,
      depth === 0 ? `**${target}**` : target,
      band,
    ]);
    const base = model.base === undefined ? "" : `Made from ${escaped(model.base)}.`;
    const title =
      model.title === undefined ? escaped(model.name) : `${escaped(model.title)} (${escaped(model.name)})`;
    return section(3, title, [
      base,
      table(["", "Of its parent", "Of the account", "Band, of the account"], rows),
    ]);
  });
}

function menus({ menus }: Bundle): readonly string[] {
  return menus.map((menu) => {
    const rows = menu.options.map((option) => [
      escaped(shortName(menu, option)),
      escaped(offer(option)),
      escaped(chosen(option.default, option)),
      escaped(setters(option)),
      escaped(option.doc ?? ""),
    ]);
    const title =
      menu.title === undefined ? escaped(menu.name) : `${escaped(menu.name)}: ${escaped(menu.title)}`;
    return section(3, title, [
      menu.doc === undefined ? "" : escaped(menu.doc),
      table(["Option", "Offers", "Default", "Set by", ""], rows),
    ]);
  });
}

function profiles(bundle: Bundle): readonly string[] {
  const rows = bundle.profiles.map(({ name, title, block }) => [
    title === undefined ? escaped(name) : `${escaped(name)}: ${escaped(title)}`,
    [
      ...block.choices.map(({ option, value }) => {
        const known = bundle.menus
          .flatMap(({ options }) => options)
          .find((candidate) => candidate.name === option);
        return `${option} = ${known === undefined ? value.kind : chosen(value, known)}`;
      }),
      ...[...block.edits, ...block.clauses, ...block.preferences, ...block.adjustments].map(
        ({ text }) => text,
      ),
    ]
      .map(code)
      .join("<br>"),
  ]);
  return rows.length === 0 ? [] : [table(["Profile", "What it says"], rows)];
}

function lists(bundle: Bundle): readonly string[] {
  const rows = Object.entries(bundle.lists).map(([name, id]) => {
    const members = (bundle.sets[id]?.members ?? []).map((index) => bundle.universe[index]?.symbol ?? "");
    const share = bundle.universe.length === 0 ? "0" : String(members.length / bundle.universe.length);
    const few =
      members.length <= 20
        ? members.join(", ")
        : `${members.slice(0, 20).join(", ")} and ${members.length - 20} more`;
    return [escaped(name), `${members.length} (${weight(share)} of the universe)`, escaped(few)];
  });
  return rows.length === 0 ? [] : [table(["List", "Securities", ""], rows)];
}

function whoSets({ menus }: Bundle): string {
  const options = menus.flatMap(({ options }) => options);
  const yes = (set: boolean): string => (set ? "yes" : "no");
  return options.length === 0
    ? ""
    : table(
        ["Option", "Advisor", "Client"],
        options.map(({ name, setBy }) => [
          escaped(name),
          yes(setBy.includes("advisor")),
          yes(setBy.includes("client")),
        ]),
      );
}
