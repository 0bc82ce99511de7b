/** What authors do to a project's files, drawn at random: small slips and large ones, undone at times. */
import { parse } from "@mandate/dsl";
import fc from "fast-check";

/** Numbers that an edit is made from; what they mean depends on the files at the time. */
export interface Step {
  readonly kind: number;
  readonly file: number;
  /** how far into the text, from 0 to 1 */
  readonly at: number;
  readonly pick: number;
}

export type Files = ReadonlyMap<string, string>;

/** Another text for a file, or undefined: the file is gone. */
export interface Edit {
  readonly path: string;
  readonly text: string | undefined;
}

const PIECES = [
  "}",
  "{",
  '"',
  "`",
  "/*",
  "\n",
  "// a line more\n",
  "/// a word on it\n",
  " // said",
  "limit Zed { weight(Equity) <= 5% }\n",
  "list Zed = { AAA }\n",
  "never buy AAA\n",
  "wash sales allowed\n",
  "model Zed {",
  "asset class Zed\n",
  "attribute zed: number\n",
  "taxes netted",
  ".",
  "5%",
];

/** The weight of each kind of edit: slips in the middle of a text are what happens most. */
const KINDS: readonly (readonly [number, (files: Files, original: Files, step: Step) => Edit | undefined])[] =
  [
    [6, otherWord],
    [4, otherNumber],
    [
      3,
      (files, _, step) =>
        inText(files, step, (text, place) => text.slice(0, place) + piece(step) + text.slice(place)),
    ],
    [
      2,
      (files, _, step) =>
        inText(files, step, (text, place) => text.slice(0, place) + text.slice(place + 1 + (step.pick % 40))),
    ],
    [2, withoutDeclaration],
    [2, copiedDeclaration],
    [2, renamed],
    [2, (files, _, step) => inText(files, step, (text) => `${"\n".repeat(1 + (step.pick % 3))}${text}`)],
    [3, csvRow],
    [3, csvCell],
    [1, (files, _, step) => on(policies(files), step, ([path]) => ({ path, text: undefined }))],
    [5, (_, original, step) => on([...original], step, ([path, text]) => ({ path, text }))],
  ];

const WEIGHED = KINDS.flatMap(([weight, make]) => Array.from({ length: weight }, () => make));

/** The edit of a step; undefined where the files offer nothing for it. */
export function editOf(files: Files, original: Files, step: Step): Edit | undefined {
  return WEIGHED[step.kind % WEIGHED.length]?.(files, original, step);
}

export function steps(most: number, least = 1): fc.Arbitrary<readonly Step[]> {
  const step = fc.record({
    kind: fc.nat(WEIGHED.length - 1),
    file: fc.nat(10_000),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    pick: fc.nat(1_000_000),
  });
  return fc.array(step, { minLength: least, maxLength: most });
}

type File = readonly [path: string, text: string];

function policies(files: Files): readonly File[] {
  return [...files].filter(([path]) => path.endsWith(".mandate"));
}

function on(files: readonly File[], step: Step, make: (file: File) => Edit | undefined): Edit | undefined {
  const file = files[step.file % Math.max(1, files.length)];
  return file === undefined ? undefined : make(file);
}

function inText(files: Files, step: Step, make: (text: string, place: number) => string): Edit | undefined {
  return on(policies(files), step, ([path, text]) => ({
    path,
    text: make(text, Math.floor(step.at * (text.length + 1))),
  }));
}

function piece({ pick }: Step): string {
  return PIECES[pick % PIECES.length] ?? "";
}

/** The match of a pattern that comes next after a place, replaced. */
function replaced(
  files: Files,
  step: Step,
  pattern: RegExp,
  by: (found: string) => string,
): Edit | undefined {
  return inText(files, step, (text, place) => {
    const found = [...text.matchAll(pattern)];
    const match = found.find(({ index }) => index >= place) ?? found[0];
    if (match === undefined) return text;
    return text.slice(0, match.index) + by(match[0]) + text.slice(match.index + match[0].length);
  });
}

const WORD = /[A-Za-z_][A-Za-z0-9_]*/g;

function words(files: Files): readonly string[] {
  return [...new Set([...files.values()].flatMap((text) => text.match(WORD) ?? []))];
}

function otherWord(files: Files, _: Files, step: Step): Edit | undefined {
  const all = words(files);
  return replaced(files, step, WORD, () => all[step.pick % all.length] ?? "");
}

function otherNumber(files: Files, _: Files, step: Step): Edit | undefined {
  return replaced(files, step, /[0-9]+/g, () => String(step.pick % 200));
}

function renamed(files: Files, _: Files, step: Step): Edit | undefined {
  return on(policies(files), step, ([path, text]) => {
    const all = words(new Map([[path, text]]));
    const name = all[step.pick % Math.max(1, all.length)];
    return name === undefined ? undefined : { path, text: text.replaceAll(name, `${name}X`) };
  });
}

function declarationIn(text: string, { pick }: Step): string | undefined {
  const { declarations } = parse(text).file;
  const span = declarations[pick % Math.max(1, declarations.length)]?.span;
  return span === undefined ? undefined : text.slice(span.start, span.end);
}

function withoutDeclaration(files: Files, _: Files, step: Step): Edit | undefined {
  return on(policies(files), step, ([path, text]) => {
    const found = declarationIn(text, step);
    return found === undefined ? undefined : { path, text: text.replace(found, () => "") };
  });
}

/** To the end of any file: of another layer, or the same one, where it is there twice. */
function copiedDeclaration(files: Files, _: Files, step: Step): Edit | undefined {
  return on(policies(files), step, ([, text]) => {
    const found = declarationIn(text, step);
    const all = policies(files);
    const target = all[Math.floor(step.at * all.length)];
    return found === undefined || target === undefined
      ? undefined
      : { path: target[0], text: `${target[1]}${found}\n` };
  });
}

function csvs(files: Files): readonly File[] {
  return [...files].filter(([path]) => path.endsWith(".csv"));
}

/** A row less, or one twice. */
function csvRow(files: Files, _: Files, step: Step): Edit | undefined {
  return on(csvs(files), step, ([path, text]) => {
    const lines = text.split("\n");
    const place = Math.floor(step.at * lines.length);
    lines.splice(place, step.pick % 2, ...(step.pick % 2 === 0 ? [lines[place] ?? ""] : []));
    return { path, text: lines.join("\n") };
  });
}

function csvCell(files: Files, _: Files, step: Step): Edit | undefined {
  return on(csvs(files), step, ([path, text]) => {
    const cells = text.split(/(?<=[,\n])|(?=[,\n])/);
    const place = Math.floor(step.at * cells.length);
    cells[place] = cells[step.pick % cells.length] ?? "";
    return { path, text: cells.join("") };
  });
}
