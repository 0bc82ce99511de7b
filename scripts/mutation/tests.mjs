import { existsSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { format } from "node:util";
import { chai, JestChaiExpect } from "@vitest/expect";
import { format as pretty } from "@vitest/pretty-format";

// Stands in for `vitest` where the tests judge mutants: what of it they use, with vitest's own matchers, so that a test can
// be run again and again in one process. It knows `describe`, `it`, `it.each`, `expect` and snapshots in files.

/** @typedef {{ id: string, name: string, run: () => unknown }} Test */

/** @type {Test[]} every test, in the order of its file */
export const tests = [];

let file = "";
/** @type {string[]} the titles of the groups around what is being declared */
let titles = [];
/** @type {{ name: string, snapshots: Map<string, number> } | undefined} */
let running;
/** @type {Map<string, Readonly<Record<string, string>>>} */
const snapshots = new Map();

/** @param {string} path the file that the tests declared from now on stand in */
export function inFile(path) {
  file = path;
}

/**
 * @param {string} title
 * @param {() => void} body
 */
export function describe(title, body) {
  titles = [...titles, title];
  body();
  titles = titles.slice(0, -1);
}

/**
 * @param {string} title
 * @param {() => unknown} body
 */
export function it(title, body) {
  const at = file;
  const name = [...titles, title].join(" > ");
  const same = tests.filter((test) => test.id.startsWith(`${at}#${name}`)).length;
  tests.push({
    id: `${at}#${name}${same === 0 ? "" : ` #${same}`}`,
    name: `${at} > ${name}`,
    run: () => {
      file = at;
      running = { name, snapshots: new Map() };
      return body();
    },
  });
}

/** @param {readonly unknown[]} table */
it.each = (table) => (/** @type {string} */ title, /** @type {(...row: unknown[]) => unknown} */ body) => {
  for (const row of table) {
    const cells = Array.isArray(row) ? row : [row];
    it(format(title, ...cells.slice(0, title.split("%s").length - 1)), () => body(...cells));
  }
};

chai.use(JestChaiExpect);
chai.use((_chai, utils) => {
  utils.addMethod(
    chai.Assertion.prototype,
    "toMatchSnapshot",
    /**
     * @this {object}
     * @param {string} [hint] what tells it from others of its test
     */
    function (hint) {
      const test = /** @type {NonNullable<typeof running>} */ (running);
      const name = hint === undefined ? test.name : `${test.name} > ${hint}`;
      const count = (test.snapshots.get(name) ?? 0) + 1;
      test.snapshots.set(name, count);
      const wanted = snapshotsOf(file)[`${name} ${count}`];
      const text = pretty(utils.flag(this, "object"), { escapeString: false, printBasicPrototype: false });
      const found = text.includes("\n") ? `\n${text}\n` : text;
      if (found !== wanted) throw new Error(`the snapshot of ${name} is another one`);
    },
  );
});

export const { expect } = chai;

/**
 * @param {string} path of a file of tests
 * @returns {Readonly<Record<string, string>>} what it has kept, by test and number
 */
function snapshotsOf(path) {
  const known = snapshots.get(path);
  if (known !== undefined) return known;
  const kept = join(dirname(path), "__snapshots__", `${basename(path)}.snap`);
  /** @type {Record<string, string>} */
  const found = {};
  // A file of snapshots is a script that assigns to `exports`.
  if (existsSync(kept)) new Function("exports", readFileSync(kept, "utf8"))(found);
  snapshots.set(path, found);
  return found;
}
