/** Limits, preferences and waivers of the handbook. */
import {
  type Bundle,
  type Clause,
  type ClauseBase,
  exprText,
  type Layer,
  type Preference,
} from "@mandate/compiler";
import { code, escaped, section, table } from "./markdown.ts";

const owners: Readonly<Record<Layer, string>> = {
  firm: "The firm's",
  advisor: "The advisors'",
  client: "The clients'",
};

/** Every limit, by the layer whose word it is. */
export function limitsByLayer(bundle: Bundle): string {
  const firm = table(
    ["Limit", "What it demands", "Why", "Exceptions"],
    bundle.clauses
      .filter(({ kind }) => kind !== "band")
      .map((clause) => [nameOf(clause), code(bodyOf(clause)), whyOf(clause), exceptions(clause, bundle)]),
  );
  const profiles = bundle.profiles.flatMap(({ name, block }) =>
    [...block.clauses, ...block.adjustments].map((clause) => [
      escaped(name),
      code(clause.text),
      whyOf(clause),
    ]),
  );
  return section(2, "Limits", [
    section(3, owners.firm, bundle.clauses.length === 0 ? ["None."] : [firm]),
    section(
      3,
      "Of profiles",
      profiles.length === 0 ? [] : [table(["Profile", "What it says", "Why"], profiles)],
    ),
    ...(["advisor", "client"] as const).map((layer) => section(3, owners[layer], accountRows(bundle, layer))),
  ]);
}

function accountRows(bundle: Bundle, layer: Layer): readonly string[] {
  const rows = bundle.accounts.flatMap(({ account, title, blocks }) =>
    blocks
      .filter(({ source }) => source.layer === layer)
      .flatMap((block) => [
        ...block.edits.map(({ text }) => ({ text })),
        ...block.clauses,
        ...block.adjustments,
      ])
      .map((clause) => [
        escaped(title === undefined ? account : `${account}, ${title}`),
        code(clause.text),
        "because" in clause && clause.because !== undefined ? escaped(clause.because) : "",
      ]),
  );
  return rows.length === 0 ? [] : [table(["Account", "What it says", "Why"], rows)];
}

/** What is wished for, at a price. */
export function preferences({ preferences }: Bundle): string {
  const rows = preferences.map((preference) => [
    nameOf(preference),
    code(bodyOf(preference)),
    whyOf(preference),
  ]);
  return section(
    2,
    "Preferences",
    rows.length === 0 ? [] : [table(["Preference", "What it asks, and its price", "Why"], rows)],
  );
}

/** Exceptions that the firm granted, those that end first first. `today` is an ISO date. */
export function waivers(bundle: Bundle, today: string): string {
  const rows = [...bundle.waivers]
    .sort(
      (a, b) =>
        order(a.until ?? "9999", b.until ?? "9999") || order(a.account, b.account) || order(a.id, b.id),
    )
    .map((waiver) => [
      waiver.until === undefined ? "" : `${waiver.until}${waiver.until < today ? " (ended)" : ""}`,
      escaped(waiver.account),
      code(waiver.for === undefined ? waiver.limit : `${waiver.limit} for ${waiver.for}`),
      escaped(exprText(waiver.level, bundle)),
      whyOf(waiver),
      escaped(
        waiver.approvedOn === undefined ? waiver.approvedBy : `${waiver.approvedBy}, ${waiver.approvedOn}`,
      ),
    ]);
  const header = ["Last day", "Account", "Limit", "Level", "Why", "Approved by"];
  return section(2, "Waivers, and when they end", [
    rows.length === 0 ? "None is granted." : table(header, rows),
  ]);
}

function nameOf({ name, title }: ClauseBase): string {
  return title === undefined ? `**${escaped(name)}**` : `**${escaped(name)}**<br>${escaped(title)}`;
}

function whyOf({ because }: Pick<ClauseBase, "because">): string {
  return because === undefined ? "" : escaped(because);
}

/** The author's own words between the braces; the whole text where there are none. */
function bodyOf(clause: Clause | Preference): string {
  const open = clause.text.indexOf("{");
  const close = clause.text.lastIndexOf("}");
  const condition = /\bwhen\b[^{]*(?=\{)/.exec(clause.text)?.[0].trim();
  if (open < 0 || close < open) return clause.text;
  const body = clause.text.slice(open + 1, close).trim();
  return condition === undefined ? body : `${condition}: ${body}`;
}

function exceptions({ grandfathered, waivable }: Clause, bundle: Bundle): string {
  const parts = [
    ...(grandfathered ? ["what is over it already may stay, and never grows"] : []),
    ...(waivable === undefined
      ? []
      : [
          `waivable by ${escaped(waivable.by)} ${waivable.direction} ${escaped(exprText(waivable.level, bundle))}${waivable.days === undefined ? "" : ` for ${waivable.days} days`}`,
        ]),
  ];
  return parts.join("; ");
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
