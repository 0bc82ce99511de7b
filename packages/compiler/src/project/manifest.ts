/** `mandate.json`: its shape, and clear words for whatever is wrong in it. */
import type { Span } from "@mandate/dsl";
import {
  findNodeAtLocation,
  getNodeValue,
  type Node,
  type ParseError,
  parseTree,
  printParseErrorCode,
} from "jsonc-parser";
import { z } from "zod";
import type { Layer } from "../bundle/index.ts";
import { project as entries } from "../catalogue/project.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { diagnose, replaceFix } from "../diagnostics/reporter.ts";
import { nearest } from "../text/nearest.ts";
import { MANIFEST } from "./find.ts";
import { insidePath } from "./paths.ts";

/** What a project says of itself (data.md). */
export interface Manifest {
  readonly name: string;
  /** the universe's CSV, relative to the project */
  readonly universe: string;
  /** globs, relative to the project */
  readonly layers: Readonly<Record<Layer, readonly string[]>>;
  /** the book's folder or database, as written */
  readonly book?: string;
  /** business days after which a price is stale */
  readonly stale_after?: number;
  /** a fraction: 0.4 is 40 % */
  readonly price_jump?: number;
  /** the book of the day before, as written: prices are compared with its */
  readonly previous_book?: string;
}

const text = (what: string) =>
  z
    .string({ error: (issue) => `must be ${what} in double quotes, and is ${kindOf(issue.input)}` })
    .min(1, `must be ${what}, and is empty`);
const globs = z
  .array(text("a pattern such as `firm/**`"), {
    error: (issue) => `must be a list of patterns such as \`["firm/**"]\`, and is ${kindOf(issue.input)}`,
  })
  .default([]);
const number = (what: string) =>
  z.number({ error: (issue) => `must be ${what}, and is ${kindOf(issue.input)}` });

const shape = z.strictObject(
  {
    name: text("a name"),
    universe: text("the path of a CSV file")
      .refine(
        (path) => insidePath(path) !== undefined,
        "must be a path inside the project, such as `data/securities.csv`",
      )
      .transform((path) => insidePath(path) ?? path),
    layers: z.strictObject(
      { firm: globs, advisor: globs, client: globs },
      {
        error: (issue) =>
          `must be the patterns of \`firm\`, \`advisor\` and \`client\` in braces, and is ${kindOf(issue.input)}`,
      },
    ),
    book: text("the folder of the book, or the address of its database").optional(),
    stale_after: number("a number of business days, such as `3`")
      .int("must be a whole number of business days, such as `3`")
      .min(0, "must be a number of business days, and not below 0")
      .optional(),
    price_jump: number("a fraction such as `0.4` for 40 %")
      .positive("must be a fraction above 0, such as `0.4` for 40 %")
      .optional(),
    previous_book: text("the folder of the previous book, or the address of its database").optional(),
  },
  { error: (issue) => `the manifest must be settings in braces, and is ${kindOf(issue.input)}` },
);

/** The manifest's shape as JSON Schema, for editors; what a path or a price may be beyond its type is said by the checks alone. */
export function manifestSchema(): unknown {
  return z.toJSONSchema(shape, { io: "input", target: "draft-7" });
}

/** What stands in for a setting that is missing, in its help. */
const examples: Readonly<Record<string, string>> = {
  name: '"name": "Our firm"',
  universe: '"universe": "data/securities.csv"',
  layers: '"layers": { "firm": ["firm/**"], "advisor": ["advisors/**"], "client": ["clients/**"] }',
};

const settings: Readonly<Record<string, readonly string[]>> = {
  "": Object.keys(shape.shape),
  layers: ["firm", "advisor", "client"],
};

/** Reads a manifest's text: the manifest, or what is wrong with it. */
export function readManifest(source: string): { manifest?: Manifest; diagnostics: readonly Diagnostic[] } {
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { disallowComments: true, allowTrailingComma: false });
  const [first] = errors;
  if (root === undefined || first !== undefined) {
    const start = first?.offset ?? 0;
    const why = first === undefined ? "it is empty" : jsonFault(first, source);
    return {
      diagnostics: [
        diagnose(entries.manifestMalformed, at({ start, end: start + (first?.length ?? 0) }), { why }),
      ],
    };
  }
  const repeated = repeatedKeys(root);
  const result = shape.safeParse(getNodeValue(root));
  const diagnostics = [
    ...repeated,
    ...(result.success ? [] : withoutEchoes(result.error.issues.flatMap((issue) => explain(issue, root)))),
  ];
  if (!result.success || diagnostics.length > 0) return { diagnostics };
  const { book, stale_after, price_jump, previous_book, ...rest } = result.data;
  const manifest: Manifest = {
    ...rest,
    ...(book === undefined ? {} : { book }),
    ...(stale_after === undefined ? {} : { stale_after }),
    ...(price_jump === undefined ? {} : { price_jump }),
    ...(previous_book === undefined ? {} : { previous_book }),
  };
  return { manifest, diagnostics };
}

/** Where a manifest's text gives a setting its value; undefined if it does not. */
export function placeOfSetting(source: string, setting: keyof Manifest): Span | undefined {
  const root = parseTree(source);
  const node = root === undefined ? undefined : findNodeAtLocation(root, [setting]);
  return node === undefined ? undefined : spanOf(node);
}

function at(span: Span): { file: string; span: Span } {
  return { file: MANIFEST, span };
}

function explain(issue: z.core.$ZodIssue, root: Node): readonly Diagnostic[] {
  const path = issue.path.filter((part): part is string | number => typeof part !== "symbol");
  const setting = path.map((part) => (typeof part === "number" ? part + 1 : part)).join(".");
  if (issue.code === "unrecognized_keys")
    return issue.keys.map((key) => unknownKey(key, path, setting, root));
  const node = findNodeAtLocation(root, path);
  const name = String(path[path.length - 1] ?? "");
  // A key that is missing has no place of its own: the manifest's first line stands for it.
  if (node === undefined)
    return [
      diagnose(entries.manifestMissing, at({ start: root.offset, end: root.offset + 1 }), {
        setting,
        example: examples[name] ?? name,
      }),
    ];
  return [diagnose(entries.manifestValue, at(spanOf(node)), { setting, why: issue.message })];
}

/** A misspelt setting is one mistake: that the right one is missing goes without saying. */
function withoutEchoes(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const meant = diagnostics.flatMap(({ fixes }) =>
    fixes.flatMap(({ edits }) => edits.map(({ newText }) => newText)),
  );
  return diagnostics.filter(
    ({ code, message }) =>
      code !== entries.manifestMissing.code ||
      !meant.some((name) => message === entries.manifestMissing.message({ setting: name, example: "" })),
  );
}

function unknownKey(
  key: string,
  path: readonly (string | number)[],
  setting: string,
  root: Node,
): Diagnostic {
  const value = findNodeAtLocation(root, [...path, key]);
  const span = spanOf(value?.parent?.children?.[0] ?? root);
  const known = settings[setting] ?? [];
  const near = nearest(key, known);
  const inner = { start: span.start + 1, end: span.end - 1 };
  const fixes = near === undefined ? [] : [replaceFix(MANIFEST, inner, near)];
  return diagnose(entries.manifestKey, at(span), { found: key, known, near }, { fixes });
}

/** JSON lets the last of two equal keys win in silence: of two `firm` layers one would have no authority. */
function repeatedKeys(node: Node): readonly Diagnostic[] {
  if (node.type !== "object") return [];
  const seen = new Set<string>();
  return (node.children ?? []).flatMap((property) => {
    const [key, value] = property.children ?? [];
    if (key === undefined) return [];
    const name = String(key.value);
    const again = seen.has(name)
      ? [
          diagnose(entries.manifestValue, at(spanOf(key)), {
            setting: name,
            why: "stands here twice, so it is unclear which one counts",
          }),
        ]
      : [];
    seen.add(name);
    return [...again, ...(value === undefined ? [] : repeatedKeys(value))];
  });
}

function spanOf(node: Node): Span {
  return { start: node.offset, end: node.offset + node.length };
}

function kindOf(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "`null`";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a group in braces";
  return typeof value === "string" ? "text" : `\`${String(value)}\``;
}

function jsonFault(error: ParseError, source: string): string {
  const found = source.slice(error.offset, error.offset + error.length);
  const here =
    found.trim() === "" ? "" : ` before \`${found.length > 20 ? `${found.slice(0, 20)}…` : found}\``;
  switch (printParseErrorCode(error.error)) {
    case "ValueExpected":
      return source.trim() === "" ? "it is empty" : `a value is missing${here}`;
    case "CommaExpected":
      return `a comma is missing${here}`;
    case "ColonExpected":
      return `a colon is missing${here}`;
    case "PropertyNameExpected":
      return `a key in double quotes is missing${here}`;
    case "CloseBraceExpected":
      return `a closing brace \`}\` is missing${here}`;
    case "CloseBracketExpected":
      return `a closing bracket \`]\` is missing${here}`;
    case "EndOfFileExpected":
      return `something stands after its end${here === "" ? "" : `, from \`${found}\` on`}`;
    case "InvalidCommentToken":
      return "comments have no place in it";
    case "UnexpectedEndOfString":
      return "a text is opened with a double quote and not closed on its line";
    case "UnexpectedEndOfNumber":
    case "InvalidNumberFormat":
      return `\`${found}\` is no number`;
    default:
      return `\`${found}\` means nothing here`;
  }
}
