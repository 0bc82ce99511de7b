/** Which commits a part of a file comes from. */
import { type Commit, commitsIn } from "./commit.ts";
import { git, inRepository, type Repository } from "./git.ts";

/** The commit of each line of a file, from its first; empty where git knows no such file. */
type Lines = readonly Commit[];

const NOT_COMMITTED = /^0+$/;

/**
 * Blames a file as it lies in the work tree. White space alone, and lines that moved inside the file, are not blamed on
 * whoever moved them.
 *
 * @param path relative to the project
 */
function blameOf(repository: Repository, path: string): Lines {
  const words = ["blame", "--porcelain", "-w", "-M", "--", inRepository(repository, path)];
  const text = git(repository.root, words)?.toString("utf8");
  if (text === undefined) return [];
  const commits = new Map<string, { author: string; time: number; zone: string; subject: string }>();
  const hashes: string[] = [];
  let hash = "";
  for (const line of text.split("\n")) {
    if (line.startsWith("\t")) {
      hashes.push(hash);
      continue;
    }
    const head = /^([0-9a-f]{40,64}) \d+ \d+/.exec(line);
    if (head?.[1] !== undefined) {
      hash = head[1];
      if (!commits.has(hash)) commits.set(hash, { author: "", time: 0, zone: "+0000", subject: "" });
      continue;
    }
    const known = commits.get(hash);
    const [, key = "", value = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (known === undefined) continue;
    if (key === "author") known.author = value;
    else if (key === "author-time") known.time = Number(value);
    else if (key === "author-tz") known.zone = value;
    else if (key === "summary") known.subject = value;
  }
  return hashes.map((of): Commit => {
    const { author = "", time = 0, zone = "+0000", subject = "" } = commits.get(of) ?? {};
    const date = dayOf(time, zone);
    return NOT_COMMITTED.test(of) ? { date, author: "", subject: "" } : { hash: of, date, author, subject };
  });
}

/** The day on its author's own clock. */
function dayOf(seconds: number, zone: string): string {
  const [, sign, hours = "0", minutes = "0"] = /^([+-])(\d\d)(\d\d)$/.exec(zone) ?? [];
  const offset = (Number(hours) * 60 + Number(minutes)) * 60 * (sign === "-" ? -1 : 1);
  return new Date((seconds + offset) * 1000).toISOString().slice(0, 10);
}

export interface Origin {
  readonly introduced: Commit;
  /** the newest that changed it, where it is another; without a hash: changed, and not committed yet */
  readonly changed?: Commit;
}

/** A file of the work tree whose parts are asked after. */
export interface Blamed {
  readonly originOf: (from: number, to: number) => Origin | undefined;
}

/**
 * Of a file that is as it was committed, git follows the lines through every change to where they first appear. Where it
 * is edited, line numbers are not those of any commit: then what each line itself was last changed by is all there is.
 *
 * @param path relative to the project
 */
export function blamed(repository: Repository, path: string): Blamed {
  const place = inRepository(repository, path);
  if (git(repository.root, ["diff", "--quiet", "HEAD", "--", place]) === undefined) {
    const lines = blameOf(repository, path);
    return { originOf: (from, to) => originByLines(lines, from, to) };
  }
  return {
    originOf(from, to) {
      const words = ["log", "--no-patch", "-w", `-L${from},${to}:${place}`];
      const commits = commitsIn(repository.root, words);
      const [newest] = commits;
      const introduced = commits.at(-1);
      if (newest === undefined || introduced === undefined) return undefined;
      return newest === introduced ? { introduced } : { introduced, changed: newest };
    },
  };
}

/** @param from @param to lines, from 1, both in; undefined where git knows none of them */
function originByLines(lines: Lines, from: number, to: number): Origin | undefined {
  const own = lines.slice(from - 1, to);
  const [first] = own;
  if (first === undefined) return undefined;
  const committed = own.filter(({ hash }) => hash !== undefined);
  const oldest = committed.reduce((a, b) => (b.date < a.date ? b : a), committed[0] ?? first);
  const newest =
    own.find(({ hash }) => hash === undefined) ??
    committed.reduce((a, b) => (b.date >= a.date ? b : a), oldest);
  return newest.hash === oldest.hash ? { introduced: oldest } : { introduced: oldest, changed: newest };
}
