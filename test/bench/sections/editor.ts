import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { nodeHost } from "@mandate/cli";
import { compile, failed, loadProject } from "@mandate/compiler";
import { bundled, type Client, type ClientOptions, capabilities, uriOf } from "@mandate/lsp/testing";
import { type Bench, median, type Section } from "../bench.ts";
import { largeProject } from "../large.ts";

/** The day on which the bundled server reads, and so the plain check. */
const TODAY = "2026-11-22";
const CHECK = "plain check of everything: files read and compiled";
/** How often each kind of keystroke is struck; every other one undoes the one before it. */
const KEYSTROKES = 40;

/** The program as it is shipped, over its standard input and output, in a project of 100,000 lines. */
export const section: Section = {
  title: "editor: the language server in about 1,000 files and 100,000 lines",
  run: async (bench) => {
    const folder = mkdtempSync(join(tmpdir(), "mandate-bench-"));
    try {
      const { project, policies } = largeProject();
      for (const [path, text] of project.files) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), text);
      }
      const lines = policies.reduce((sum, { text }) => sum + text.split("\n").length - 1, 0);
      bench.note(`${policies.length} files, ${lines} lines`);
      await bench.time(CHECK, () => plainCheck(folder), { repeats: 3 });
      await coldStarts(bench, folder);
      await atWork(bench, folder, project.files);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

function plainCheck(folder: string): void {
  const loaded = loadProject(folder, nodeHost);
  if (failed(loaded) || loaded.input === undefined) throw new Error(`${folder} is no project`);
  compile(loaded.input, { today: TODAY });
}

const PROGRAM = join("packages", "cli", "dist", "mandate.js");
/** Of three starts, milliseconds from starting the process to the first diagnostics that are published. */
async function coldStarts(bench: Bench, folder: string): Promise<void> {
  const times: number[] = [];
  const processor: number[] = [];
  const broken = join(folder, "advisors", "broken.mandate");
  writeFileSync(broken, "list Broken = Nowhere\n");
  for (let turn = 0; turn < 3; turn++) {
    const begun = performance.now();
    const client = await started(folder, {});
    await until("its start", () => client.published.has(uriOf(broken)));
    times.push(performance.now() - begun);
    processor.push(processorOf(client));
    await client.close();
  }
  rmSync(broken);
  bench.record("cold start, processor time", median(processor));
  bench.record("cold start to first diagnostics", median(times), { against: CHECK, most: 3_000 });
}

function started(folder: string, options: ClientOptions): Promise<Client> {
  return bundled(PROGRAM, { ...options, folders: [uriOf(folder)] });
}

async function until(what: string, holds: () => boolean): Promise<void> {
  for (const deadline = Date.now() + 60_000; !holds(); ) {
    if (Date.now() > deadline) throw new Error(`the server has not answered for a minute: ${what}`);
    await pause(1);
  }
}

interface Keystrokes {
  readonly name: string;
  readonly path: string;
  /** where in the text the letter goes in, and out again */
  readonly place: (text: string) => number;
  readonly letter: string;
  readonly targets?: readonly [p50: number, p95: number];
}

async function atWork(bench: Bench, folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const blocks = [...files.keys()].filter((path) => path.startsWith("advisors/accounts"));
  const list = [...files.values()]
    .flatMap((text) => [...text.matchAll(/^list .* from "([^"]+)"/gm)])
    .map(([, path]) => path ?? "")[0];
  const kinds: readonly Keystrokes[] = [
    {
      name: "in an account block",
      path: blocks[blocks.length >> 1] ?? "",
      place: (text) => middle(text, /(?<=^ {2}model \w+)/gm),
      letter: "x",
      targets: [30, 100],
    },
    {
      name: "in a firm limit",
      path: "firm/limits.mandate",
      place: (text) => middle(text, /(?<=weight\(\w)/g),
      letter: "x",
      targets: [30, 100],
    },
    {
      // Hundreds of accounts miss their model then; here the braces do not match.
      name: "in the name of a model",
      path: "firm/models.mandate",
      place: (text) => middle(text, /(?<=^model \w+)/gm),
      letter: "x { Cash 1% } //",
    },
    { name: "in a list's CSV", path: list ?? "", place: (text) => text.indexOf("\n") + 2, letter: "x" },
  ];
  const client = await started(folder, {});
  await until("its first check", () => client.work.length > 0);
  // It is answered after the first check.
  await client.connection.sendRequest("workspace/symbol", { query: "Equity" });
  bench.record("server's peak memory in the first check", peakOf(client) / 1_048_576, { unit: "MB" });
  const pulling = await started(folder, {
    capabilities: { ...capabilities, textDocument: { ...capabilities.textDocument, diagnostic: {} } },
  });
  for (const kind of kinds) {
    const text = files.get(kind.path);
    if (text === undefined) throw new Error(`the project has no ${kind.path}`);
    const pushed = await typing(
      client,
      folder,
      kind,
      text,
      (uri, version) => () => until(`a keystroke ${kind.name}`, () => client.versions.get(uri) === version),
    );
    const pulled = await typing(pulling, folder, kind, text, (uri) => async () => {
      await pulling.connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
    });
    for (const [how, { times, processor }] of [
      ["published", pushed],
      ["asked for", pulled],
    ] as const) {
      const name = `keystroke ${kind.name}, diagnostics ${how}`;
      const [p50, p95] = kind.targets ?? [];
      // What other programs on the machine take from the clock, they do not take from the processor's time.
      for (const [measure, values] of [
        ["", times],
        [", processor time", processor],
      ] as const) {
        bench.record(`${name}${measure}: p50`, quantile(values, 0.5), {
          against: CHECK,
          ...(p50 === undefined ? {} : { most: p50 }),
        });
        bench.record(`${name}${measure}: p95`, quantile(values, 0.95), {
          against: CHECK,
          ...(p95 === undefined ? {} : { most: p95 }),
        });
      }
    }
  }
  await completions(bench, client, folder, files, blocks);
  for (const [how, one] of [
    ["published", client],
    ["asked for", pulling],
  ] as const)
    bench.record(`server's peak memory, diagnostics ${how}`, peakOf(one) / 1_048_576, {
      unit: "MB",
      most: 600,
    });
  await client.close();
  await pulling.close();
}

async function typing(
  client: Client,
  folder: string,
  { path, place, letter }: Keystrokes,
  text: string,
  listen: (uri: string, version: number) => () => Promise<void>,
): Promise<{ readonly times: readonly number[]; readonly processor: readonly number[] }> {
  const uri = uriOf(join(folder, path));
  const offset = place(text);
  const before = text.slice(0, offset).split("\n");
  const start = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  const end = { line: start.line, character: start.character + letter.length };
  await client.connection.sendNotification("textDocument/didOpen", {
    textDocument: { uri, languageId: "mandate", version: 1, text },
  });
  const times: number[] = [];
  const processor: number[] = [];
  for (let turn = 0; turn < KEYSTROKES + WARM_UP; turn++) {
    const version = turn + 2;
    const change =
      turn % 2 === 0 ? { range: { start, end: start }, text: letter } : { range: { start, end }, text: "" };
    const answered = listen(uri, version);
    const spent = processorOf(client);
    const begun = performance.now();
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version },
      contentChanges: [change],
    });
    await answered();
    if (turn < WARM_UP) continue;
    times.push(performance.now() - begun);
    processor.push(processorOf(client) - spent);
  }
  await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  return { times, processor };
}

const WARM_UP = 6;

/** Behind every sort of beginning, each after an edit, as an editor asks for it. */
async function completions(
  bench: Bench,
  client: Client,
  folder: string,
  files: ReadonlyMap<string, string>,
  blocks: readonly string[],
): Promise<void> {
  const times: number[] = [];
  const processor: number[] = [];
  const places: readonly (readonly [path: string, place: RegExp])[] = [
    [blocks[blocks.length >> 1] ?? "", /(?<=^ {2})(?=\w)/gm],
    [blocks[blocks.length >> 2] ?? "", /(?<=^ {2}model )(?=\w)/gm],
    ["firm/limits.mandate", /(?<=\()(?=\w)/g],
    ["firm/models.mandate", /(?<=\{ ?)(?=\w)/g],
  ];
  for (const [path, pattern] of places) {
    const text = files.get(path) ?? "";
    const uri = uriOf(join(folder, path));
    await client.connection.sendNotification("textDocument/didOpen", {
      textDocument: { uri, languageId: "mandate", version: 1, text },
    });
    for (let turn = 0; turn < 20 + 2; turn++) {
      const offset = middle(text, pattern);
      const before = text.slice(0, offset).split("\n");
      const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
      const end = { line: position.line, character: position.character + 1 };
      // Nobody types before the check of the last letter is done, which is then what this is answered after.
      await client.connection.sendRequest("workspace/symbol", { query: "Equity" });
      const spent = processorOf(client);
      const begun = performance.now();
      await client.connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version: turn + 2 },
        contentChanges: [
          turn % 2 === 0
            ? { range: { start: position, end: position }, text: "e" }
            : { range: { start: position, end }, text: "" },
        ],
      });
      await client.connection.sendRequest("textDocument/completion", {
        textDocument: { uri },
        position: turn % 2 === 0 ? end : position,
      });
      if (turn < 2) continue;
      times.push(performance.now() - begun);
      processor.push(processorOf(client) - spent);
    }
    await client.connection.sendNotification("textDocument/didClose", { textDocument: { uri } });
  }
  bench.record("completion after a keystroke: p50", quantile(times, 0.5), { against: CHECK });
  bench.record("completion after a keystroke: p95", quantile(times, 0.95), { against: CHECK, most: 50 });
  const most = quantile(processor, 0.95);
  bench.record("completion after a keystroke, processor time: p95", most, { against: CHECK, most: 50 });
}

/** The match in the middle of all: its place. */
function middle(text: string, pattern: RegExp): number {
  const found = [...text.matchAll(pattern)];
  const match = found[found.length >> 1];
  if (match === undefined) throw new Error(`nothing is like ${pattern}`);
  return match.index;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

/** The most memory that the server's process has held, bytes; what the system does not tell is no number. */
function peakOf({ pid }: Client): number {
  const status = `/proc/${pid}/status`;
  return existsSync(status)
    ? 1024 * Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(status, "utf8"))?.[1])
    : Number.NaN;
}

/** Milliseconds on a processor of all the server's threads: other programs of the machine do not add to it. */
function processorOf({ pid }: Client): number {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) return Number.NaN;
  return readdirSync(tasks)
    .map((task) => Number(readFileSync(join(tasks, task, "schedstat"), "utf8").split(" ")[0]) / 1e6)
    .reduce((sum, one) => sum + one, 0);
}
