/** What a build that has seen no edit says of the files as they are: what the server must show, and nothing else. */
import {
  compile,
  type Diagnostic,
  failed,
  findProject,
  inOrder,
  loadProject,
  type ProjectHost,
} from "@mandate/compiler";
import { hostOf } from "@mandate/lsp/testing";
import { type Position, positionOf, seen, type World } from "./world.ts";

/** A diagnostic in the words that both sides are compared in. */
interface Told {
  readonly path: string;
  readonly at: string;
  readonly said: string;
}

/** By path (or URI), in an order that does not matter. */
export type Shown = ReadonlyMap<string, readonly string[]>;

export function fresh(world: World): Shown {
  const files = seen(world);
  const host = hostOf(files);
  const inProjects = new Set<string>();
  const told: Told[] = [];
  for (const root of roots(world, files, host)) {
    const built = builtOf(root, files, host, world.today);
    for (const path of built.policies) inProjects.add(`${root}/${path}`);
    const place = placer(world, files, root);
    for (const diagnostic of built.diagnostics) told.push(tell(diagnostic, place));
  }
  for (const [path, { text }] of world.open) {
    const policy = !path.startsWith("/") || path.endsWith(".mandate");
    if (!policy || inProjects.has(path)) continue;
    for (const diagnostic of alone(text, world.today))
      told.push(tell(diagnostic, (_, offset) => ({ path, position: placed(text, offset) })));
  }
  const shown = new Map<string, string[]>();
  for (const { path, at, said } of told) {
    const ofFile = shown.get(path) ?? [];
    shown.set(path, [...ofFile, `${at} ${said}`]);
  }
  return new Map([...shown].map(([path, all]) => [path, all.sort()]));
}

interface Build {
  readonly policies: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

const lastBuilds = new Map<string, { readonly of: string; readonly build: Build }>();

/** The same files byte for byte are not built again. */
function builtOf(root: string, files: ReadonlyMap<string, string>, host: ProjectHost, today: string): Build {
  const of = JSON.stringify([...files].filter(([path]) => path.startsWith(`${root}/`)));
  const last = lastBuilds.get(root);
  if (last?.of === of) return last.build;
  const loaded = loadProject(root, host);
  if (failed(loaded)) return { policies: [], diagnostics: [] };
  const { input } = loaded;
  const found = input === undefined ? [] : compile(input, { today }).diagnostics;
  const build = {
    policies: (input?.files ?? []).map(({ path }) => path),
    diagnostics: inOrder([...loaded.diagnostics(), ...found]),
  };
  lastBuilds.set(root, { of, build });
  return build;
}

/** Folders with a manifest: those in the editor's folders, and those around what is open. */
function roots(world: World, files: ReadonlyMap<string, string>, host: ProjectHost): ReadonlySet<string> {
  const found = new Set<string>();
  for (const path of files.keys()) {
    if (!path.endsWith("/mandate.json")) continue;
    const root = path.slice(0, -"/mandate.json".length);
    if ([...world.folders].some((folder) => root === folder || root.startsWith(`${folder}/`)))
      found.add(root);
  }
  for (const path of world.open.keys()) {
    if (!path.startsWith("/")) continue;
    const root = findProject(path.slice(0, path.lastIndexOf("/")), host);
    if (root !== undefined) found.add(root);
  }
  return found;
}

/** What the syntax of a file that is in no project says. */
function alone(text: string, today: string): readonly Diagnostic[] {
  const { diagnostics } = compile(
    {
      manifest: { name: "", universe: "", layers: { firm: ["**"], advisor: [], client: [] } },
      files: [{ path: "alone.mandate", text: asFile(text), layer: "firm" }],
      read: () => undefined,
    },
    { today },
  );
  return diagnostics.filter(({ code, file }) => code.startsWith("MDT1") && file === "alone.mandate");
}

type Placer = (file: string, offset: number) => { readonly path: string; readonly position: Position };

function placer(world: World, files: ReadonlyMap<string, string>, root: string): Placer {
  return (file, offset) => {
    const path = `${root}/${file}`;
    const open = world.open.get(path);
    const text = files.get(path);
    // A file that is not there has only a beginning. An editor's text may have a byte order mark; a file read has none.
    const position =
      text === undefined
        ? { line: 0, character: 0 }
        : open === undefined
          ? positionOf(withoutMark(text), offset)
          : placed(text, offset);
    return { path, position };
  };
}

function placed(text: string, offset: number): Position {
  return positionOf(text, offset + text.length - withoutMark(text).length);
}

/** Written in UTF-8 and read again: without a mark, and half a character is none. */
function asFile(text: string): string {
  return new TextDecoder().decode(new TextEncoder().encode(text));
}

function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

function tell(diagnostic: Diagnostic, place: Placer): Told {
  const { file, span, code, severity, message, help, related, fixes, tags } = diagnostic;
  const range = (of: { readonly file: string; readonly span: Diagnostic["span"] }) => {
    const start = place(of.file, of.span.start);
    return { path: start.path, range: { start: start.position, end: place(of.file, of.span.end).position } };
  };
  const at = range({ file, span });
  return {
    path: at.path,
    at: rangeText(at.range),
    said: sentence({
      code,
      severity: { error: 1, warning: 2, information: 3 }[severity],
      message: help === undefined ? message : `${message}\n${help}`,
      tags: (tags ?? []).map((tag) => ({ unnecessary: 1, deprecated: 2 })[tag]),
      related: related.map((one) => ({ ...range(one), message: one.message })),
      fixes: fixes.map(({ title, edits }) => ({
        title,
        edits: edits.map((edit) => ({ ...range(edit), newText: edit.newText })),
      })),
    }),
  };
}

interface Parts {
  readonly code: unknown;
  readonly severity: unknown;
  readonly message: string;
  readonly tags: readonly number[];
  readonly related: readonly { readonly path: string; readonly range: Range; readonly message: string }[];
  readonly fixes: readonly {
    readonly title: string;
    readonly edits: readonly { readonly path: string; readonly range: Range; readonly newText: string }[];
  }[];
}

interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** All that an editor could show of a diagnostic, but for its place. */
export function sentence({ code, severity, message, tags, related, fixes }: Parts): string {
  const place = ({ path, range }: { readonly path: string; readonly range: Range }) =>
    `${path} ${rangeText(range)}`;
  return JSON.stringify([
    code,
    severity,
    message,
    tags,
    related.map((one) => [place(one), one.message]),
    fixes.map(({ title, edits }) => [title, edits.map((edit) => [place(edit), edit.newText])]),
  ]);
}

export function rangeText({ start, end }: Range): string {
  return `${start.line}:${start.character}-${end.line}:${end.character}`;
}
