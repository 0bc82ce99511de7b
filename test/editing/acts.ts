/** What authors, their other programs and their editors do, drawn at random, as commands of a model-based test. */
import fc from "fast-check";
import { editOf, type Step } from "../incremental/edits.ts";
import type { Change, Session } from "./session.ts";
import { seen, type World } from "./world.ts";

type Act = (world: World, session: Session, step: Step) => Promise<void>;

const GARBAGE = [
  "}}}} {{ ((",
  '"never ends',
  "`never ends",
  "/* never ends",
  "𝄞𝄞 é €\u{1F4C8}",
  "\r\n\r\n",
  "\r",
  "\u0000\u0007\u2028\u00A0",
  "\uFEFF",
  "\uD834",
  "symbol,weight\nAAA,1\nBBB",
  '{"layers": {"firm": ["**"]}}',
  "limit Half { weight(",
  "model Half { Equity 60% band ±",
  "// 𝄞 a comment\r\nlist 𝄞 = { AAA }\r\n",
];

/** Each with how often it happens: typing is what happens most. */
const ACTS: readonly (readonly [number, Act])[] = [
  [10, typed],
  [3, letterByLetter],
  [3, pasted],
  [2, severalAtOnce],
  [1, otherLineEnds],
  [4, undone],
  [3, opened],
  [3, closed],
  [3, savedAll],
  [3, changedOutside],
  [1, deleted],
  [1, renamed],
  [1, folderRemoved],
  [1, folderRenamed],
  [2, restored],
  [2, manifestBroken],
  [1, untitled],
  [1, workspaceFolder],
  [2, asked],
];

const WEIGHED = ACTS.flatMap(([weight, act]) => Array.from({ length: weight }, () => act));

/** One thing that is done; after most the server is held against a fresh build, the others follow on each other's heels. */
class Command implements fc.AsyncCommand<World, Session> {
  readonly #step: Step;
  readonly #seen: { count: number };

  constructor(step: Step, counted: { count: number }) {
    this.#step = step;
    this.#seen = counted;
  }

  check(): boolean {
    return true;
  }

  async run(world: World, session: Session): Promise<void> {
    const { kind, pick } = this.#step;
    await WEIGHED[kind % WEIGHED.length]?.(world, session, this.#step);
    this.#seen.count += 1;
    if (pick % 4 !== 0) await session.settled();
  }

  toString(): string {
    const { kind, ...numbers } = this.#step;
    return `${WEIGHED[kind % WEIGHED.length]?.name}(${JSON.stringify(numbers)})`;
  }
}

/** @param counted goes up by one with each command that ran */
export function commands(most: number, counted: { count: number }) {
  const step = fc.record({
    kind: fc.nat(WEIGHED.length - 1),
    file: fc.nat(10_000),
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    pick: fc.nat(1_000_000),
  });
  return fc.commands([step.map((one) => new Command(one, counted))], { maxCommands: most, size: "max" });
}

function chosen<T>(all: Iterable<T>, number: number): T | undefined {
  const list = [...all];
  return list[number % Math.max(1, list.length)];
}

/** The path of a file under the editor's eyes: one that is open, or is opened for it. */
async function inHand(world: World, session: Session, { file }: Step): Promise<string | undefined> {
  const path = chosen(world.open.keys(), file) ?? chosen(world.disk.keys(), file);
  if (path === undefined || world.open.has(path)) return path;
  await session.open(path, bare(world.disk.get(path) ?? ""));
  return path;
}

function textOf(world: World, path: string): string {
  return world.open.get(path)?.text ?? world.disk.get(path) ?? "";
}

/** An editor keeps the mark at the beginning of a file to itself. */
function bare(text: string): string {
  return text.replace(/^\uFEFF/, "");
}

function placeIn(text: string, at: number): number {
  return Math.floor(at * (text.length + 1));
}

/** No editor's cursor stands inside a character, or between a CR and its LF. */
function edge(text: string, offset: number): number {
  const split = /[\uD800-\uDBFF]/.test(text[offset - 1] ?? "") && /[\uDC00-\uDFFF]/.test(text[offset] ?? "");
  return split || (text[offset - 1] === "\r" && text[offset] === "\n") ? offset - 1 : offset;
}

/** From one text to another by replacing one stretch. */
function difference(before: string, after: string): Change {
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  start = Math.min(edge(before, start), edge(after, start));
  let end = 0;
  const most = Math.min(before.length, after.length) - start;
  while (end < most && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  while (end > 0 && edge(before, before.length - end) !== before.length - end) end--;
  return { start, end: before.length - end, text: after.slice(start, after.length - end) };
}

/** An edit as authors make them, in a document. */
async function typed(world: World, session: Session, step: Step): Promise<void> {
  const edit = editOf(seen(world), world.original, step);
  if (edit?.text === undefined || !edit.path.startsWith("/")) return;
  if (!world.open.has(edit.path)) await session.open(edit.path, textOf(world, edit.path));
  await session.change(edit.path, [difference(textOf(world, edit.path), edit.text)]);
}

async function letterByLetter(world: World, session: Session, step: Step): Promise<void> {
  const path = await inHand(world, session, step);
  if (path === undefined) return;
  const before = textOf(world, path);
  let place = edge(before, placeIn(before, step.at));
  const words = "\nlimit Typed { weight(Equity) <= 5%";
  for (const letter of words.slice(0, 1 + (step.pick % words.length))) {
    await session.change(path, [{ start: place, end: place, text: letter }]);
    place += letter.length;
  }
}

async function pasted(world: World, session: Session, step: Step): Promise<void> {
  const path = await inHand(world, session, step);
  if (path === undefined) return;
  const text = textOf(world, path);
  const start = edge(text, placeIn(text, step.at));
  const end = edge(text, Math.min(text.length, start + (step.pick % 3) * 20));
  await session.change(path, [{ start, end, text: chosen(GARBAGE, step.pick) ?? "" }]);
}

/** Several cursors, one notification: each change counts in what the one before it left. */
async function severalAtOnce(world: World, session: Session, step: Step): Promise<void> {
  const path = await inHand(world, session, step);
  if (path === undefined) return;
  let text = textOf(world, path);
  const changes: Change[] = [];
  for (let turn = 0; turn < 2 + (step.pick % 4); turn++) {
    const start = edge(text, placeIn(text, (step.at + turn / 5) % 1));
    const end = edge(text, Math.min(text.length, start + turn));
    const piece = chosen(["x", "\n", "𝄞", "", "5%"], step.pick + turn) ?? "";
    changes.push({ start, end, text: piece });
    text = text.slice(0, start) + piece + text.slice(end);
  }
  await session.change(path, changes);
}

async function otherLineEnds(world: World, session: Session, step: Step): Promise<void> {
  const path = await inHand(world, session, step);
  if (path === undefined) return;
  const end = chosen(["\r\n", "\n", "\r"], step.pick) ?? "\n";
  await session.replace(path, textOf(world, path).replaceAll(/\r\n|\n|\r/g, end));
}

async function undone(world: World, session: Session, step: Step): Promise<void> {
  const path = await inHand(world, session, step);
  const before = path === undefined ? undefined : world.original.get(path);
  if (path !== undefined && before !== undefined) await session.replace(path, before);
}

async function opened(world: World, session: Session, step: Step): Promise<void> {
  const path = chosen(world.disk.keys(), step.file);
  if (path === undefined || world.open.has(path)) return;
  await session.open(path, bare(world.disk.get(path) ?? ""));
}

/** Without saving: what was typed is gone. */
async function closed(world: World, session: Session, step: Step): Promise<void> {
  const path = chosen(world.open.keys(), step.file);
  if (path !== undefined) await session.close(path);
}

async function savedAll(world: World, session: Session, step: Step): Promise<void> {
  for (const [path, { text }] of [...world.open]) {
    if (!path.startsWith("/") || step.pick % 3 === 0) continue;
    const type = world.disk.has(path) ? 2 : 1;
    session.put(path, text);
    await session.saved(path);
    await session.watched([{ path, type }]);
  }
}

/** By another program, under a document that may be open. */
async function changedOutside(world: World, session: Session, step: Step): Promise<void> {
  const edit = editOf(world.disk, world.original, step);
  if (edit === undefined) return;
  const there = world.disk.has(edit.path);
  if (!there && edit.text === undefined) return;
  session.put(edit.path, edit.text);
  await session.watched([{ path: edit.path, type: edit.text === undefined ? 3 : there ? 2 : 1 }]);
}

async function deleted(world: World, session: Session, step: Step): Promise<void> {
  const path = chosen(world.disk.keys(), step.file);
  if (path === undefined) return;
  session.put(path, undefined);
  await session.watched([{ path, type: 3 }]);
}

/** As an editor's explorer does it: the document moves along. */
async function renamed(world: World, session: Session, step: Step): Promise<void> {
  const path = chosen(world.disk.keys(), step.file);
  if (path === undefined) return;
  const target = path.replace(/[^/]+(?=\.\w+$)/, (name) => `${name}${step.pick % 3}`);
  await move(world, session, [[path, target]]);
  await session.watched([
    { path, type: 3 },
    { path: target, type: 1 },
  ]);
}

async function move(
  world: World,
  session: Session,
  moves: readonly (readonly [from: string, to: string])[],
): Promise<void> {
  for (const [from, to] of moves) {
    const open = world.open.get(from);
    const text = world.disk.get(from);
    session.put(from, undefined);
    if (text !== undefined) session.put(to, text);
    if (open === undefined || world.open.has(to)) continue;
    await session.close(from);
    await session.open(to, open.text);
  }
}

function foldersOf(world: World): readonly string[] {
  const found = new Set<string>();
  for (const path of world.disk.keys()) {
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (folder.length > world.root.length) found.add(folder);
  }
  return [...found];
}

/** Watchers tell of the folder, and not of each file that was in it. */
async function folderRemoved(world: World, session: Session, step: Step): Promise<void> {
  const folder = chosen(foldersOf(world), step.file);
  if (folder === undefined) return;
  session.put(folder, undefined);
  await session.watched([{ path: folder, type: 3 }]);
}

async function folderRenamed(world: World, session: Session, step: Step): Promise<void> {
  const folder = chosen(foldersOf(world), step.file);
  if (folder === undefined) return;
  const target = `${folder}${step.pick % 3}`;
  const inside = [...new Set([...world.disk.keys(), ...world.open.keys()])].filter((path) =>
    path.startsWith(`${folder}/`),
  );
  await move(
    world,
    session,
    inside.map((path) => [path, target + path.slice(folder.length)] as const),
  );
  await session.watched([
    { path: folder, type: 3 },
    { path: target, type: 1 },
  ]);
}

/** `git checkout`: every file is as it was, and the watcher tells of all at once. */
async function restored(world: World, session: Session): Promise<void> {
  const changes: { path: string; type: 1 | 2 | 3 }[] = [];
  for (const path of [...world.disk.keys()]) {
    if (world.original.has(path)) continue;
    session.put(path, undefined);
    changes.push({ path, type: 3 });
  }
  for (const [path, text] of world.original) {
    if (world.disk.get(path) === text) continue;
    changes.push({ path, type: world.disk.has(path) ? 2 : 1 });
    session.put(path, text);
  }
  await session.watched(changes);
}

const MANIFESTS = [
  "",
  "{",
  '{ "name": "x" }',
  '{ "name": "x", "universe": "nowhere.csv", "layers": { "firm": ["firm/**"] } }',
  '{ "name": "x", "universe": "data/securities.csv", "layers": { "firm": ["**"], "advisor": ["advisors/**"] } }',
  '{ "name": "x", "universe": "data/securities.csv", "layers": { "firm": ["nothing/**"] }, "more": 1 }',
  "[1, 2",
  "𝄞",
];

/** In the editor or outside of it; at times where none was, which takes files away from the project around it. */
async function manifestBroken(world: World, session: Session, step: Step): Promise<void> {
  const all = [...seen(world).keys()].filter((path) => path.endsWith("/mandate.json"));
  const folder = chosen(foldersOf(world), step.file);
  const path =
    step.pick % 9 === 0 && folder !== undefined ? `${folder}/mandate.json` : chosen(all, step.file);
  const text = chosen(MANIFESTS, step.pick) ?? "";
  if (path === undefined) return;
  if (world.open.has(path)) return session.replace(path, text);
  if (step.pick % 2 === 0 && world.disk.has(path)) {
    await session.open(path, textOf(world, path));
    return session.replace(path, text);
  }
  const type = world.disk.has(path) ? 2 : 1;
  session.put(path, text);
  await session.watched([{ path, type }]);
}

async function untitled(world: World, session: Session, step: Step): Promise<void> {
  const name = `untitled:Untitled-${1 + (step.pick % 2)}`;
  if (world.open.has(name)) return session.replace(name, chosen(GARBAGE, step.pick) ?? "");
  await session.open(name, "limit A { weight(Nowhere) <= 5% }\n");
}

async function workspaceFolder(world: World, session: Session, step: Step): Promise<void> {
  const folder = chosen([world.root, `${world.root}/one`, `${world.root}/two`], step.pick) ?? world.root;
  const there = world.folders.has(folder);
  await session.folders(there ? [] : [folder], there ? [folder] : []);
}

const AT_PLACE = [
  "textDocument/hover",
  "textDocument/completion",
  "textDocument/signatureHelp",
  "textDocument/definition",
  "textDocument/typeDefinition",
  "textDocument/references",
  "textDocument/documentHighlight",
  "textDocument/prepareCallHierarchy",
  "textDocument/prepareTypeHierarchy",
  "textDocument/linkedEditingRange",
];
const OF_FILE = [
  "textDocument/documentSymbol",
  "textDocument/foldingRange",
  "textDocument/semanticTokens/full",
  "textDocument/documentLink",
  "textDocument/codeLens",
  "textDocument/formatting",
  "textDocument/diagnostic",
];

/** Whatever an editor asks at whatever moment: an answer, and no word in the log. */
async function asked(world: World, session: Session, step: Step): Promise<void> {
  const path = chosen(world.open.keys(), step.file);
  const open = path === undefined ? undefined : world.open.get(path);
  if (open === undefined) return;
  const textDocument = { uri: open.uri };
  const position = { line: step.pick % 40, character: Math.floor(step.at * 60) };
  const range = { start: { line: 0, character: 0 }, end: { line: 99_999, character: 0 } };
  const options = { tabSize: 2, insertSpaces: true };
  await Promise.all([
    ...AT_PLACE.map((method) =>
      session.request(method, { textDocument, position, context: { includeDeclaration: true } }),
    ),
    ...OF_FILE.map((method) => session.request(method, { textDocument, options })),
    session.request("textDocument/inlayHint", { textDocument, range }),
    session.request("textDocument/codeAction", { textDocument, range, context: { diagnostics: [] } }),
    session.request("textDocument/selectionRange", { textDocument, positions: [position] }),
    session.request("workspace/symbol", { query: "e" }),
  ]);
}
