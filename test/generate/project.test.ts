import { type Bundle, compile, type ModelNode } from "@mandate/compiler";
import { parse } from "@mandate/dsl";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { projects as anyProjects } from "./arbitrary.ts";
import { projectInput } from "./input.ts";
import { modelLeaves } from "./project/models.ts";
import { type GeneratedProject, generateProject } from "./project.ts";

const seeds = 60;

/** Every word of the language that a generated project should use, over some seeds. */
const constructs: readonly RegExp[] = [
  /asset class \w+ "[^"]+"/,
  /asset class `/,
  /^list \w+ from /m,
  /^list \w+ = .* except /m,
  /^sleeve \w+ from /m,
  /^sleeve \w+ \{ /m,
  / or \w+ cost \d+bps/,
  / band ±/,
  / band [\d.]+%\.\./,
  /^model \w+ is /m,
  /drift of classes cost .*beyond/,
  /taxes netted/,
  /unused loss worth/,
  /option \w+ for each class: pp/,
  /option \w+: (?:money|percent|pp|shares|number|count) in /,
  /option \w+: choice/,
  /option \w+: flag/,
  /option \w+: lists of/,
  / when /,
  /for each s in /,
  /for each i in issuers/,
  /for each c in classes of /,
  /weight\(.* of .*\)/,
  /average\(/,
  /abs\(drift\(/,
  /max\(/,
  /min\(/,
  /sum\(s in /,
  /before\(/,
  /this year/,
  /held (?:less|more|at)/,
  /minimum trade/,
  /minimum holding/,
  /count\((?:trades|holdings)\) <=/,
  /turnover <=/,
  /grandfathered/,
  /waivable by/,
  /^waive \w+ for /m,
  /^prefer /m,
  /^profile /m,
  /^equivalents /m,
  /^household /m,
  /^ {2}tilt /m,
  /^ {2}substitute /m,
  /^ {2}never buy /m,
  /^ {2}never sell /m,
  /^ {2}keep /m,
  /^ {2}sell .* by /m,
  /^ {2}exclude .* divest as taxes allow/m,
  /^ {2}reserve cash /m,
  /^ {2}raise cash /m,
  /^ {2}tighten /m,
  /^ {2}trade at most /m,
  /^ {2}choose \w+\.exclude = \w+/m,
  /^test "/m,
];

const projects = Array.from({ length: seeds }, (_, seed) => generateProject(seed));

/** The bundle of a project; what is wrong with it, if anything, as text. */
function compiled(project: GeneratedProject): {
  readonly bundle?: Bundle;
  readonly errors: readonly string[];
} {
  const { bundle, diagnostics } = compile(projectInput(project), { today: project.asOf });
  const errors = diagnostics
    .filter(({ severity }) => severity === "error")
    .map(({ file, span, message }) => `seed ${project.seed}: ${file}@${span.start}: ${message}`);
  return { ...(bundle === undefined ? {} : { bundle }), errors };
}

/** Targets by preferred security, of the compiler's model. */
function targets(nodes: readonly ModelNode[], found = new Map<string, number>()): Map<string, number> {
  for (const node of nodes) {
    if (node.node === "class") targets(node.children, found);
    else {
      const symbol = node.members[0]?.symbol ?? "";
      found.set(symbol, (found.get(symbol) ?? 0) + Number(node.target));
    }
  }
  return found;
}

describe("generated projects", () => {
  it("parse without a finding", () => {
    for (const { seed, files } of projects) {
      for (const [path, text] of files) {
        if (path.endsWith(".mandate")) expect([seed, path, parse(text).findings]).toEqual([seed, path, []]);
      }
    }
  });

  it("compile without an error, drawn at will too", () => {
    const harsh = Array.from({ length: 20 }, (_, seed) =>
      generateProject(seed, { feasible: false, risk: true }),
    );
    expect([...projects, ...harsh].flatMap((project) => compiled(project).errors)).toEqual([]);
  });

  it("compile without an error at every size", () => {
    fc.assert(
      fc.property(anyProjects(), (project) => {
        expect(compiled(project).errors).toEqual([]);
      }),
      { numRuns: 40, seed: 20261120 },
    );
  });

  it("mean what they were planned to: members of lists, targets of models", () => {
    for (const project of projects) {
      const { bundle } = compiled(project);
      for (const { name, members } of project.lists) {
        const set = bundle?.sets[bundle.lists[name] ?? -1];
        const found = set?.members.map((index) => bundle?.universe[index]?.symbol ?? "");
        expect([project.seed, name, found?.sort()]).toEqual([project.seed, name, [...members].sort()]);
      }
      for (const model of project.models) {
        const planned = new Map<string, number>();
        for (const { members, target } of modelLeaves(model)) {
          const symbol = members[0]?.symbol ?? "";
          planned.set(symbol, (planned.get(symbol) ?? 0) + target);
        }
        const found = targets(bundle?.models.find(({ name }) => name === model.name)?.nodes ?? []);
        expect([...found.keys()].sort()).toEqual([...planned.keys()].sort());
        for (const [symbol, target] of planned) expect(found.get(symbol)).toBeCloseTo(target, 12);
      }
    }
  });

  it("are the same for the same seed, and others for others", () => {
    const again = generateProject(7).files;
    expect([...again]).toEqual([...generateProject(7).files]);
    expect([...again]).not.toEqual([...generateProject(8).files]);
  });

  it("follow the sizes asked for", () => {
    const { securities, models, limits, accounts } = generateProject(3, {
      securities: 40,
      models: 2,
      limits: 7,
      accounts: 5,
    });
    expect([securities.length, models.length, limits.length, accounts.length]).toEqual([40, 2, 7, 5]);
  });

  it.each(constructs)("somewhere say %s", (construct) => {
    expect(projects.some(({ files }) => [...files.values()].some((text) => construct.test(text)))).toBe(true);
  });
});
