/** What a name stands for, as Markdown: the same words for hovers and for the documentation of a completion. */
import {
  adjustmentText,
  type Bundle,
  blockParts,
  chosen,
  clauseText,
  offer,
  preferenceText,
  type SymbolInfo,
  setters,
  weight,
} from "@mandate/compiler";
import type { Snapshot } from "../projects/snapshot.ts";
import { nodesOf } from "./weights.ts";

/** Longer lists of members are cut: a hover is read at a glance. */
const SHOWN = 8;

export function aboutSymbol(snapshot: Snapshot, symbol: SymbolInfo): string {
  const { title, doc, kind, name, layer } = symbol;
  const bundle = snapshot.compilation.model.partial;
  const parts = [
    `**${name}** · ${kind}${layer === undefined || layer === "firm" ? "" : `, ${layer}`}`,
    ...(title === undefined ? [] : [plain(title)]),
    ...(doc === undefined ? [] : [doc]),
    ...details(bundle, symbol),
  ];
  return parts.join("\n\n");
}

function details(bundle: Bundle, { kind, name, detail, key }: SymbolInfo): readonly string[] {
  switch (kind) {
    case "security":
      return security(bundle, name);
    case "asset class":
      return assetClass(bundle, name);
    case "list":
      return list(bundle, name);
    case "limit": {
      const clause = bundle.clauses.find(({ id }) => id === name);
      if (clause === undefined) return [code(detail)];
      const changes = [...bundle.adjustments, ...bundle.waivers].filter(({ limit }) => limit === name);
      return [
        ...(clause.because === undefined ? [] : [`because ${plain(clause.because)}`]),
        code(clauseText(clause, bundle)),
        ...changes.map((change) => code(adjustmentText(change, bundle))),
      ];
    }
    case "preference": {
      const found = bundle.preferences.find(({ id }) => id === name);
      return [code(found === undefined ? detail : preferenceText(found, bundle))];
    }
    case "model":
      return [code(modelText(bundle, name) ?? detail)];
    case "profile": {
      const found = bundle.profiles.find((profile) => profile.name === name);
      return [code(found === undefined ? detail : blockParts(found.block, bundle).join(""))];
    }
    case "option": {
      const found = bundle.menus
        .flatMap(({ options }) => options)
        .find((option) => key === `option ${option.name}`);
      if (found === undefined) return [code(detail)];
      return [
        `offers: ${offer(found)}`,
        `default: ${chosen(found.default, found)}`,
        `set by: ${setters(found)}`,
      ];
    }
    case "menu": {
      const found = bundle.menus.find((menu) => menu.name === name);
      return (found?.options ?? []).map(
        (option) => `- ${option.name}: ${offer(option)}, by default ${chosen(option.default, option)}`,
      );
    }
    default:
      return [code(detail)];
  }
}

function security(bundle: Bundle, name: string): readonly string[] {
  const found = bundle.universe.find(({ symbol }) => symbol === name);
  if (found === undefined) return [];
  const index = bundle.universe.indexOf(found);
  const lists = Object.entries(bundle.lists).flatMap(([list, id]) =>
    bundle.sets[id]?.members.includes(index) === true ? [list] : [],
  );
  const types = new Map(bundle.attributes.map((attribute) => [attribute.name, attribute.type]));
  const rows = [
    ["class", found.class],
    ...(found.issuer === "" || found.issuer === found.symbol ? [] : [["issuer", found.issuer]]),
    ...Object.entries(found.attributes).map(([attribute, value]) => [
      attribute,
      types.get(attribute) === "flag" ? (value === "1" ? "yes" : "no") : value,
    ]),
    ...(lists.length === 0 ? [] : [["lists", lists.join(", ")]]),
  ];
  return [table(rows)];
}

function assetClass(bundle: Bundle, name: string): readonly string[] {
  const found = bundle.classes.find((one) => one.name === name);
  const members = bundle.sets[found?.set ?? -1]?.members ?? [];
  const targets = bundle.models.flatMap((model) =>
    [...nodesOf(model)]
      .filter(({ node }) => node.node === "class" && node.class === name)
      .map(({ node: { target, band } }) => [
        model.name,
        weight(target) +
          (band === undefined ? "" : `, permitted ${weight(band.low)} to ${weight(band.high)}`),
      ]),
  );
  return [
    `${count(members.length)}${found?.parent === undefined ? "" : `, inside ${found.parent}`}`,
    ...(targets.length === 0 ? [] : [table(targets)]),
  ];
}

function list(bundle: Bundle, name: string): readonly string[] {
  const members = bundle.sets[bundle.lists[name] ?? -1]?.members;
  if (members === undefined) return [];
  const names = members.slice(0, SHOWN).map((index) => bundle.universe[index]?.symbol ?? "");
  return [`${count(members.length)}: ${names.join(", ")}${members.length > SHOWN ? ", …" : ""}`];
}

function modelText(bundle: Bundle, name: string): string | undefined {
  const model = bundle.models.find((one) => one.name === name);
  if (model === undefined) return undefined;
  return [...nodesOf(model)]
    .map(({ node, inside }) => {
      const called =
        node.node === "class" ? node.class : node.members.map(({ symbol }) => symbol).join(" or ");
      return `${"  ".repeat(inside.length)}${called} ${weight(node.target)}`;
    })
    .join("\n");
}

function count(members: number): string {
  return `${members} ${members === 1 ? "security" : "securities"}`;
}

export function code(text: string): string {
  return `\`\`\`mandate\n${text.trimEnd()}\n\`\`\``;
}

function table(rows: readonly (readonly string[])[]): string {
  const cells = (row: readonly string[]) =>
    `| ${row.map((cell) => plain(cell.replaceAll("|", "\\|"))).join(" | ")} |`;
  const [first, ...rest] = rows;
  // Markdown's tables have a head; these rows are all alike, so the head is empty.
  return first === undefined ? "" : ["| | |", "| --- | --- |", cells(first), ...rest.map(cells)].join("\n");
}

/** A person's words are text, never mark-up. */
function plain(text: string): string {
  return text.replace(/[\\`*_[\]<>#]/g, "\\$&");
}
