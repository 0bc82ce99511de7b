import { parse } from "@mandate/dsl";
import { describe, expect, it } from "vitest";
import { generateProject } from "./project.ts";

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

describe("generated projects", () => {
  it("parse without a finding", () => {
    for (const { seed, files } of projects) {
      for (const [path, text] of files) {
        if (path.endsWith(".mandate")) expect([seed, path, parse(text).findings]).toEqual([seed, path, []]);
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
