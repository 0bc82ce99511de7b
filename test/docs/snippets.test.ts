/**
 * What the documentation says in code, said to the compiler.
 *
 * | block                        | what is asked of it                                                                |
 * | ---------------------------- | ---------------------------------------------------------------------------------- |
 * | `mandate`                    | it parses                                                                          |
 * | `mandate project`            | files after `-- path --` lines; they compile without a finding                     |
 * | `mandate firm` (`advisor`, `client`) | with the page's project around it, as a file of that layer, it compiles without a finding; its tests pass |
 * | `mandate advisor MDT4006`    | so compiled, it gives just this diagnostic                                         |
 * | `mandate avoid`              | nothing: an example of the catalogue, which the compiler's own tests compile       |
 */
import { parse } from "@mandate/dsl";
import { backendFor, runTest } from "@mandate/runtime";
import { describe, expect, it } from "vitest";
import { type Block, blocksOf, pages, placeOf } from "./pages.ts";
import { compiled, filesOf, shown } from "./projects.ts";

const blocks = pages.flatMap((page) => blocksOf(page)).filter(({ words }) => words[0] === "mandate");
const has = ({ words }: Block, word: string): boolean => words.includes(word);
const LAYERS: Readonly<Record<string, string>> = { firm: "firm", advisor: "advisors", client: "clients" };
const layerOf = ({ words }: Block): string | undefined => words.find((word) => Object.hasOwn(LAYERS, word));
const CODE = /^MDT\d{4}$/;
const codeOf = ({ words }: Block): string | undefined => words.find((word) => CODE.test(word));

/** The page's own project, that the parts on it belong to. */
function projectOf(page: string): Readonly<Record<string, string>> {
  const project = blocks.find((block) => block.page === page && has(block, "project"));
  if (project === undefined) throw new Error(`${page} has parts of a project and no project`);
  return filesOf(project.text);
}

describe("blocks of policy in the documentation", () => {
  it("are there, and say what is asked of them", () => {
    expect(blocks.length).toBeGreaterThan(60);
    const known = new Set(["mandate", "project", "avoid", ...Object.keys(LAYERS)]);
    const strange = blocks.flatMap((block) =>
      block.words
        .filter((word) => !known.has(word) && !CODE.test(word) && !word.startsWith("file="))
        .map((word) => `${placeOf(block)}: ${word}`),
    );
    expect(strange).toEqual([]);
  });

  const texts = blocks.filter((block) => !has(block, "project") && !has(block, "avoid"));
  it.each(texts.map((block) => [placeOf(block), block] as const))("parse: %s", (_, block) => {
    const syntaxError = codeOf(block)?.startsWith("MDT1") === true;
    const findings = parse(block.text).findings.map(({ code, span }) => {
      const line = block.line + block.text.slice(0, span.start).split("\n").length;
      return `${block.page}:${line}: ${code}`;
    });
    if (!syntaxError) expect(findings).toEqual([]);
  });
});

describe("projects in the documentation", () => {
  const projects = blocks.filter((block) => has(block, "project"));
  it.each(projects.map((block) => [placeOf(block), block] as const))("compile: %s", (_, block) => {
    const files = filesOf(block.text);
    expect(Object.keys(files)).toContain("data/securities.csv");
    expect(shown(compiled(files).diagnostics, files)).toEqual([]);
  });

  const parts = blocks.filter((block) => layerOf(block) !== undefined);
  const withProject = (block: Block): Readonly<Record<string, string>> => ({
    ...projectOf(block.page),
    [`${LAYERS[layerOf(block) ?? "firm"]}/part-of-the-page.mandate`]: block.text,
  });
  it.each(parts.map((block) => [placeOf(block), block] as const))(
    "compile with their parts: %s",
    (_, block) => {
      const files = withProject(block);
      const { diagnostics } = compiled(files);
      const code = codeOf(block);
      if (code === undefined) expect(shown(diagnostics, files)).toEqual([]);
      else
        expect(
          diagnostics.map((one) => one.code),
          shown(diagnostics, files).join("\n"),
        ).toEqual([code]);
    },
  );

  const tested = parts.filter(({ text }) => /^test "/m.test(text));
  it("have tests among their parts", () => {
    expect(tested.length).toBeGreaterThan(1);
  });
  it.each(tested.map((block) => [placeOf(block), block] as const))(
    "pass their tests: %s",
    async (_, block) => {
      const { bundle } = compiled(withProject(block));
      if (bundle === undefined) throw new Error("it does not compile");
      const now = (): number => performance.now();
      const backend = await backendFor("auto", now);
      try {
        const results = bundle.tests.map((test) =>
          runTest(bundle, test, { backend, timeLimitSeconds: 30, now }),
        );
        expect(results.length).toBeGreaterThan(0);
        expect(results.flatMap(({ failures }) => failures.map(({ message }) => message))).toEqual([]);
      } finally {
        backend.dispose();
      }
    },
  );
});
