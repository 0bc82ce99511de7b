/** A project around a few lines of policy, for tests of one rule. */
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import { compileArchive, differences, lineOf } from "./check.ts";
import { type Archive, readArchive } from "./txtar.ts";

const UNIVERSE = `symbol,name,asset_class,sector,tobacco,single_stock,esg_score,issuer
VTI,Total market,USLarge,Fund,0,0,58,
ITOT,Core total market,USLarge,Fund,0,0,59,
AAPL,Apple,USLarge,Technology,0,1,72,
MSFT,Microsoft,USLarge,Technology,0,1,78,
GOOG,Alphabet C,USLarge,Technology,0,1,,Alphabet
GOOGL,Alphabet A,USLarge,Technology,0,1,70,Alphabet
MO,Altria,USLarge,Staples,1,1,20,
VB,Small-cap,USSmall,Fund,0,0,50,
VXUS,International,International,Fund,0,0,60,
BND,Total bond market,FixedIncome,Fund,0,0,66,
AGG,Aggregate bond,FixedIncome,Fund,0,0,65,
`;

const BASE = `asset class Equity { asset class USLarge  asset class USSmall  asset class International }
asset class FixedIncome
asset class Cash
attribute sector: text
attribute tobacco: flag
attribute single_stock: flag
attribute esg_score: number
list Tech = securities where sector = "Technology"
list Sin = securities where tobacco
model Balanced {
  Equity 60% band ±5pp { USLarge 80% { VTI or ITOT cost 2bps }  USSmall 20% { VB } }
  FixedIncome 38% band 33%..43% { BND or AGG }
  Cash 2% band 1%..5%
}
menu Tax {
  option sensitivity: choice { none = 0, normal = 1, high = 2 } default normal set by advisor
  option gains_budget: money in $0..$1M default none set by advisor, client
  option defer: flag default on set by advisor
}
menu Allocation {
  option tilt for each class: pp in -5pp..5pp default 0pp set by advisor
  option cash_floor: percent in 1%..8% default 1% set by advisor, client
}
menu Screens { option exclude: lists of { Sin, Tech } default none set by advisor, client }
limit SingleStock { for each s in securities where single_stock: weight(s) <= 5% } waivable by compliance up to 12% for 1 year
limit BondFloor { weight(FixedIncome) >= 20% } waivable by compliance down to 10% for 1 year
`;

export interface Lines {
  readonly firm?: string;
  readonly advisor?: string;
  readonly client?: string;
  readonly files?: Readonly<Record<string, string>>;
}

/** The base project as an archive, with lines of each layer after it. */
export function archiveOf(lines: Lines): string {
  const files: Readonly<Record<string, string>> = {
    "data/securities.csv": UNIVERSE,
    "firm/base.mandate": BASE,
    ...(lines.firm === undefined ? {} : { "firm/rules.mandate": lines.firm }),
    ...(lines.advisor === undefined ? {} : { "advisors/lee.mandate": lines.advisor }),
    ...(lines.client === undefined ? {} : { "clients/okafor.mandate": lines.client }),
    ...lines.files,
  };
  return Object.entries(files)
    .map(([path, text]) => `-- ${path} --\n${text.endsWith("\n") ? text : `${text}\n`}`)
    .join("");
}

/** Differences between what the lines' markers ask for and what is reported. */
export function wrong(lines: Lines): string[] {
  return differences(archiveOf(lines));
}

/** All that is said of the lines, each finding whole: where, its words, what it points at, and what it offers to write. */
export function said(lines: Lines, today?: string): string {
  const archive = readArchive(archiveOf(lines));
  return told(archive, compileArchive(archive, today).diagnostics);
}

/** Findings of an archive in full. */
export function told(archive: Archive, diagnostics: readonly Diagnostic[]): string {
  const quoted = ({ file, span }: Place): string =>
    `[${archive.files.get(file)?.slice(span.start, span.end) ?? ""}]`;
  const whole = (found: Diagnostic): string =>
    [
      `${found.code} ${found.severity} ${lineOf(archive, found)} ${quoted(found)}`,
      found.message,
      ...(found.help === undefined ? [] : [found.help]),
      ...found.related.map((place) => `see ${place.file} ${quoted(place)}: ${place.message}`),
      ...found.fixes.map(
        ({ title, edits }) =>
          `fix ${title}: ${edits.map((edit) => `${quoted(edit)} to [${edit.newText}]`).join(", ")}`,
      ),
      ...(found.tags === undefined ? [] : [`tags ${found.tags.join(", ")}`]),
    ].join("\n  ");
  return diagnostics.map(whole).join("\n");
}

/** What the lines become, a part a line; places as `line:column`. The base project's own parts are left out. */
export function core(lines: Lines): string {
  const { bundle } = compileArchive(readArchive(archiveOf(lines)));
  if (bundle === undefined) return "not compiled";
  const { clauses, preferences, adjustments, waivers, accounts, menus, profiles, objective, edits } = bundle;
  const own = clauses.filter(({ source }) => source.file !== "firm/base.mandate");
  const parts = [own, preferences, adjustments, waivers, accounts, profiles, edits].flat();
  const rest = menus.filter(({ source }) => source.file !== "firm/base.mandate");
  const short = (key: string, value: unknown): unknown =>
    key === "source" && typeof value === "object" && value !== null && "line" in value && "column" in value
      ? `${value.line}:${value.column}`
      : value;
  return [...parts, ...rest, objective].map((part) => JSON.stringify(part, short)).join("\n");
}

/** All that is said of the firm's lines, and what becomes of those in which nothing is wrong. */
export function pinned(firm: string): string {
  const sound = firm
    .split("\n")
    .filter((line) => !line.includes("//! error"))
    .join("\n");
  return `${said({ firm })}\n${core({ firm: sound })}`;
}
