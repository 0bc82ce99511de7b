/** Pages and parts of pages that are made from the program, so that they cannot say anything else than it does. */
import { type AnyEntry, catalogue, type Example, recordFaults } from "@mandate/compiler";
import { grammarText } from "@mandate/dsl";
import { anchor } from "./anchor.ts";
import { template } from "./templates.ts";

const NOTE = "made by test/docs/generated.test.ts; rewrite with UPDATE_DOCS=1";

/** Puts a text between the markers of a part. @throws Error if the page has no such markers */
export function withPart(page: string, name: string, text: string): string {
  const start = `<!-- ${name}: ${NOTE} -->`;
  const end = `<!-- end of ${name} -->`;
  const from = page.indexOf(start);
  const to = page.indexOf(end);
  if (from < 0 || to < from) throw new Error(`the page has no part between \`${start}\` and \`${end}\``);
  return `${page.slice(0, from)}${start}\n${text}\n${page.slice(to)}`;
}

/** Productions are long; a line a way of saying it is easier on the eye. */
export function grammarPart(): string {
  return `\`\`\`ebnf\n${grammarText().trimEnd()}\n\`\`\``;
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll("\n", " ");
}

export function bookCodesPart(): string {
  const rows = Object.values(recordFaults)
    .map(({ code, sentence }) => ({ code, text: template(sentence) ?? "" }))
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  return [
    "| code | what it says |",
    "| --- | --- |",
    ...rows.map(({ code, text }) => `| ${code} | ${cell(text)} |`),
  ].join("\n");
}

/** An entry with its words; `AnyEntry` leaves them out, since their parameters differ. */
interface Told extends AnyEntry {
  readonly message: (parameters: never) => string;
  readonly help?: string | ((parameters: never) => string | undefined);
}

interface Family {
  readonly file: string;
  readonly title: string;
  readonly about: string;
  readonly entries: readonly Told[];
}

const TITLES: Readonly<Record<string, readonly [file: string, title: string, about: string]>> = {
  "1": ["syntax", "Syntax", "what the text itself gets wrong"],
  "2": ["names", "Names", "names that are unknown, taken, or of another kind"],
  "3": [
    "types",
    "Units and curvature",
    "amounts that do not fit together, and limits that no solver can hold",
  ],
  "4": ["authority", "Authority and menus", "who may say what, and what menus offer"],
  "5": ["models", "Models and the objective", "targets, bands, sleeves, alternates, tilts, costs"],
  "6": ["analyses", "Analyses", "sound clauses that are still not what they seem"],
  "7": ["data", "Files", "the universe, lists, sleeves, the manifest, and what tests need"],
  "8": ["solving", "Solving", "what can go wrong between a sound policy and a proposal"],
};

function families(): readonly Family[] {
  const all = Object.values(catalogue).flatMap((family): readonly Told[] => Object.values(family));
  return Object.entries(TITLES).map(([digit, [file, title, about]]) => ({
    file: `${digit}-${file}.md`,
    title,
    about,
    entries: all
      .filter(({ code }) => code.startsWith(`MDT${digit}`))
      .sort((a, b) => (a.code < b.code ? -1 : 1)),
  }));
}

function words({ name }: AnyEntry): string {
  return name.replaceAll("-", " ");
}

function example(title: "Avoid" | "Prefer", given: Example | undefined): readonly string[] {
  if (given === undefined) return [];
  const layer =
    given.layer === undefined || given.layer === "firm" ? "" : `, in a file of the ${given.layer}'s`;
  const block = (path: string, text: string): readonly string[] => {
    const language = path.endsWith(".csv") ? "csv" : "mandate avoid";
    return [
      `\`\`\`${title === "Prefer" && language !== "csv" ? "mandate" : language}`,
      text.trim(),
      "```",
      "",
    ];
  };
  const files = Object.entries(given.files ?? {}).flatMap(([path, text]) => [
    `with \`${path}\`:`,
    "",
    ...block(path, text),
  ]);
  const own = given.text.trim() === "" ? [] : block("x.mandate", given.text);
  return [`**${title}**${layer}:`, "", ...own, ...files];
}

function section(entry: Told): readonly string[] {
  const help = typeof entry.help === "function" ? template(entry.help) : entry.help;
  return [
    `## ${entry.code}: ${words(entry)}`,
    "",
    `> ${entry.severity}: ${template(entry.message) ?? ""}`,
    ...(help === undefined ? [] : [">", `> ${help}`]),
    "",
    entry.page.why,
    "",
    ...example("Avoid", entry.page.avoid),
    ...example("Prefer", entry.page.prefer),
  ];
}

const INTRODUCTION = `# Diagnostics

Everything that Mandate can find wrong, by code. A code is never used for anything else later, so it can stand in a
filter or a ticket. \`mandate docs CODE\` shows the same page on the terminal.

A message shows the author's own words in back-ticks; here a word in ‹ › stands for them. An **error** stops the
project from being compiled. A **warning** does not; it says that something is probably not what was meant.

Each example of what to avoid gives exactly its diagnostic, and each of what to prefer gives none: both are tests. They
stand in a small project with the classes \`Equity\`, \`FixedIncome\` and \`Cash\`, a model \`Base\`, a list \`Sin\`, the
menus \`Tax\`, \`Allocation\` and \`Screens\`, and a limit \`SingleStock\` that may be waived up to 12 %.

What is wrong in a book has codes of its own, MDT71xx to MDT73xx, and tables of its own: [book.md](../book.md).
`;

/** Every page below docs/diagnostics, by its file name. */
export function diagnosticPages(): Readonly<Record<string, string>> {
  const made = `<!-- ${NOTE} -->`;
  const index = families().flatMap(({ file, title, about, entries }) => [
    `## [${title}](${file})`,
    "",
    `${about[0]?.toUpperCase() ?? ""}${about.slice(1)}.`,
    "",
    "| code | | |",
    "| --- | --- | --- |",
    ...entries.map(
      (entry) =>
        `| [${entry.code}](${file}#${anchor(`${entry.code}: ${words(entry)}`)}) | ${entry.severity} | ${words(entry)} |`,
    ),
    "",
  ]);
  const one = ({ title, about, entries }: Family): string =>
    [
      made,
      "",
      `# ${title}`,
      "",
      `${about[0]?.toUpperCase() ?? ""}${about.slice(1)}. [All diagnostics](README.md)`,
      "",
      ...entries.flatMap(section),
    ].join("\n");
  return {
    "README.md": [made, "", INTRODUCTION, ...index].join("\n"),
    ...Object.fromEntries(families().map((family) => [family.file, one(family)])),
  };
}
