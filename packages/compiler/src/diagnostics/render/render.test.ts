import { describe, expect, it } from "vitest";
import { z } from "zod";
import { entries } from "../../catalogue/index.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { renderGithub, renderJson, renderPretty, renderSarif, summary } from "./index.ts";

const limits = `/// Chapter 4.
limit SingleIssuer "No issuer above 5 %" {
\tfor each i in issuers: weight(i) <= 5%
}
`;
const account = `account "1001" {
  tighten SIngleIssuer to 3%
  choose Tax.gains_budget = $2M
}
`;
const long = `list Big = { ${Array.from({ length: 100 }, (_, index) => `S${index}`).join(", ")} }`;
const texts: Readonly<Record<string, string>> = {
  "firm/limits.mandate": limits,
  "advisors/a, b.mandate": account,
  "firm/long.mandate": long,
};
const context = { text: (file: string) => texts[file] };

function spanOf(file: string, words: string): { start: number; end: number } {
  const start = (texts[file] ?? "").indexOf(words);
  if (start < 0) throw new Error(`no ${words} in ${file}`);
  return { start, end: start + words.length };
}

const near: Diagnostic = {
  code: "MDT2001",
  severity: "error",
  message: "there is no limit `SIngleIssuer`; did you mean `SingleIssuer`?",
  file: "advisors/a, b.mandate",
  span: spanOf("advisors/a, b.mandate", "SIngleIssuer"),
  related: [
    {
      file: "firm/limits.mandate",
      span: spanOf("firm/limits.mandate", "limit SingleIssuer"),
      message: "`SingleIssuer` is declared here",
    },
  ],
  fixes: [
    {
      title: "write `SingleIssuer`",
      preferred: true,
      edits: [
        {
          file: "advisors/a, b.mandate",
          span: spanOf("advisors/a, b.mandate", "SIngleIssuer"),
          newText: "SingleIssuer",
        },
      ],
    },
  ],
};
const ranged: Diagnostic = {
  code: "MDT4004",
  severity: "warning",
  message: "100% sure: `$2M` is outside",
  help: "choose `$1M` or less",
  file: "advisors/a, b.mandate",
  span: spanOf("advisors/a, b.mandate", "$2M"),
  related: [],
  fixes: [
    {
      title: "take the choice out",
      preferred: false,
      edits: [
        {
          file: "advisors/a, b.mandate",
          span: spanOf("advisors/a, b.mandate", "choose Tax.gains_budget = $2M"),
          newText: "",
        },
      ],
    },
  ],
};
const tabbed: Diagnostic = {
  code: "MDT3001",
  severity: "information",
  message: "a tab stands before this",
  file: "firm/limits.mandate",
  span: spanOf("firm/limits.mandate", "weight(i)"),
  related: [],
  fixes: [],
  tags: ["unnecessary"],
};
const block: Diagnostic = {
  ...tabbed,
  message: "this is a block",
  span: spanOf("firm/limits.mandate", limits.slice(13, -1)),
};
const deep: Diagnostic = {
  ...tabbed,
  severity: "error",
  message: "`S77` is in no universe",
  file: "firm/long.mandate",
  span: spanOf("firm/long.mandate", "S77"),
};
const unread: Diagnostic = {
  code: "MDT7025",
  severity: "error",
  message: "`firm/x.mandate` cannot be read: permission denied",
  file: "firm/x.mandate",
  span: { start: 0, end: 0 },
  related: [],
  fixes: [],
};
const all = [near, ranged, tabbed, block, deep, unread];

describe("for a terminal", () => {
  it("shows what, where, the lines and the advice", () => {
    expect(renderPretty(all, { ...context, color: false })).toMatchInlineSnapshot(`
      "error MDT2001 advisors/a, b.mandate:2:11
        there is no limit \`SIngleIssuer\`; did you mean \`SingleIssuer\`?
        1 | account "1001" {
      > 2 |   tighten SIngleIssuer to 3%
          |           ^^^^^^^^^^^^
        3 |   choose Tax.gains_budget = $2M
        see firm/limits.mandate:2:1: \`SingleIssuer\` is declared here
      > 2 | limit SingleIssuer "No issuer above 5 %" {
          | ^^^^^^^^^^^^^^^^^^

      warning MDT4004 advisors/a, b.mandate:3:29
        100% sure: \`$2M\` is outside
        2 |   tighten SIngleIssuer to 3%
      > 3 |   choose Tax.gains_budget = $2M
          |                             ^^^
        4 | }
        help: choose \`$1M\` or less
        fix: take the choice out

      note MDT3001 firm/limits.mandate:3:25
        a tab stands before this
        2 | limit SingleIssuer "No issuer above 5 %" {
      > 3 | 	for each i in issuers: weight(i) <= 5%
          | 	                       ^^^^^^^^^
        4 | }

      note MDT3001 firm/limits.mandate:1:14
        this is a block
      > 1 | /// Chapter 4.
          |              ^
      > 2 | limit SingleIssuer "No issuer above 5 %" {
      > 3 | 	for each i in issuers: weight(i) <= 5%
      > 4 | }

      error MDT3001 firm/long.mandate:1:389
        \`S77\` is in no universe
      > 1 | …S71, S72, S73, S74, S75, S76, S77, S78, S79, S80, S81, S82, S83, S84, S85, S86, S87, S88, S89, S90, S91, S92,…
          |                                ^^^

      error MDT7025 firm/x.mandate:1:1
        \`firm/x.mandate\` cannot be read: permission denied
      "
    `);
  });

  it("colours only where asked to", () => {
    expect(renderPretty(all, { ...context, color: false })).not.toContain("\u001b");
    expect(
      renderPretty([near], { ...context, color: true }).replaceAll("\u001b", "ESC"),
    ).toMatchInlineSnapshot(`
      "ESC[1mESC[31merrorESC[39mESC[22m ESC[2mMDT2001ESC[22m ESC[36madvisors/a, b.mandate:2:11ESC[39m
        ESC[1mthere is no limit \`SIngleIssuer\`; did you mean \`SingleIssuer\`?ESC[22m
        ESC[2m1 |ESC[22m account "1001" {
      ESC[31m>ESC[39m ESC[2m2 |ESC[22m   tighten SIngleIssuer to 3%
        ESC[2m  |ESC[22m           ESC[31m^^^^^^^^^^^^ESC[39m
        ESC[2m3 |ESC[22m   choose Tax.gains_budget = $2M
        ESC[1mseeESC[22m ESC[36mfirm/limits.mandate:2:1ESC[39m: \`SingleIssuer\` is declared here
      ESC[36m>ESC[39m ESC[2m2 |ESC[22m limit SingleIssuer "No issuer above 5 %" {
        ESC[2m  |ESC[22m ESC[36m^^^^^^^^^^^^^^^^^^ESC[39m
      "
    `);
  });

  it("shows the beginning of a span of many lines", () => {
    const text = "limit X {\n  a\n  b\n  c\n  d\n  e\n}\n";
    const whole = { ...tabbed, file: "f", span: { start: 0, end: text.length } };
    expect(renderPretty([whole], { text: () => text, color: false })).toMatchInlineSnapshot(`
      "note MDT3001 f:1:1
        a tab stands before this
      > 1 | limit X {
          | ^^^^^^^^^
      > 2 |   a
      > 3 |   b
      > 4 |   c
      "
    `);
  });

  it("shows a line once, however many places in it are spoken of", () => {
    const twice = {
      ...near,
      related: [...near.related, ...near.related, { message: "here too", file: near.file, span: near.span }],
    };
    const shown = renderPretty([twice], { ...context, color: false });
    expect(shown.match(/\| limit SingleIssuer/g)).toHaveLength(1);
    expect(shown.match(/\| {3}tighten/g)).toHaveLength(1);
    expect(shown.match(/^ {2}see /gm)).toHaveLength(3);
  });

  it("takes a place at the end of a file, and spans beyond it", () => {
    const text = "limit X {";
    for (const span of [
      { start: 9, end: 9 },
      { start: 9, end: 40 },
      { start: 50, end: 60 },
    ])
      expect(renderPretty([{ ...tabbed, file: "f", span }], { text: () => text, color: false })).toContain(
        "f:1:10\n  a tab stands before this\n> 1 | limit X {\n    |          ^\n",
      );
  });

  it("stays quick and short on a line of ten megabytes", () => {
    const text = "x".repeat(10_000_000);
    const shown = renderPretty([{ ...tabbed, file: "f", span: { start: 5_000_000, end: 9_000_000 } }], {
      text: () => text,
      color: false,
    });
    expect(shown.length).toBeLessThan(400);
  });

  it("counts", () => {
    expect(summary([])).toBeUndefined();
    expect(summary([near])).toBe("1 error in 1 file");
    expect(summary([near, near, ranged])).toBe("2 errors and 1 warning in 1 file");
    expect(summary(all)).toBe("3 errors, 1 warning and 2 notes in 4 files");
  });
});

describe("as JSON", () => {
  it("has the shape that cli.md promises", () => {
    expect(renderJson([near, ranged], context)).toMatchInlineSnapshot(`
      "[
        {
          "code": "MDT2001",
          "severity": "error",
          "message": "there is no limit \`SIngleIssuer\`; did you mean \`SingleIssuer\`?",
          "file": "advisors/a, b.mandate",
          "range": {
            "start": {
              "line": 1,
              "character": 10
            },
            "end": {
              "line": 1,
              "character": 22
            }
          },
          "related": [
            {
              "message": "\`SingleIssuer\` is declared here",
              "file": "firm/limits.mandate",
              "range": {
                "start": {
                  "line": 1,
                  "character": 0
                },
                "end": {
                  "line": 1,
                  "character": 18
                }
              }
            }
          ],
          "fixes": [
            {
              "title": "write \`SingleIssuer\`",
              "preferred": true,
              "edits": [
                {
                  "file": "advisors/a, b.mandate",
                  "range": {
                    "start": {
                      "line": 1,
                      "character": 10
                    },
                    "end": {
                      "line": 1,
                      "character": 22
                    }
                  },
                  "newText": "SingleIssuer"
                }
              ]
            }
          ]
        },
        {
          "code": "MDT4004",
          "severity": "warning",
          "message": "100% sure: \`$2M\` is outside",
          "file": "advisors/a, b.mandate",
          "range": {
            "start": {
              "line": 2,
              "character": 28
            },
            "end": {
              "line": 2,
              "character": 31
            }
          },
          "related": [],
          "fixes": [
            {
              "title": "take the choice out",
              "preferred": false,
              "edits": [
                {
                  "file": "advisors/a, b.mandate",
                  "range": {
                    "start": {
                      "line": 2,
                      "character": 2
                    },
                    "end": {
                      "line": 2,
                      "character": 31
                    }
                  },
                  "newText": ""
                }
              ]
            }
          ]
        }
      ]
      "
    `);
    expect(renderJson([], context)).toBe("[]\n");
  });

  it("counts in UTF-16 units, from 0", () => {
    const text = "// 🙂\r\n// é X";
    const at = text.indexOf("X");
    const [one]: { range: unknown }[] = JSON.parse(
      renderJson([{ ...unread, span: { start: at, end: at + 1 } }], { text: () => text }),
    );
    expect(one?.range).toEqual({ start: { line: 1, character: 5 }, end: { line: 1, character: 6 } });
  });
});

describe("for GitHub", () => {
  it("writes one workflow command a diagnostic, escaped", () => {
    expect(renderGithub(all, { ...context, path: (file) => `policies/${file}` })).toMatchInlineSnapshot(`
      "::error file=policies/advisors/a%2C b.mandate,line=2,endLine=2,col=11,endColumn=23,title=MDT2001::there is no limit \`SIngleIssuer\`; did you mean \`SingleIssuer\`?%0A\`SingleIssuer\` is declared here: policies/firm/limits.mandate:2
      ::warning file=policies/advisors/a%2C b.mandate,line=3,endLine=3,col=29,endColumn=32,title=MDT4004::100%25 sure: \`$2M\` is outside%0Achoose \`$1M\` or less
      ::notice file=policies/firm/limits.mandate,line=3,endLine=3,col=25,endColumn=34,title=MDT3001::a tab stands before this
      ::notice file=policies/firm/limits.mandate,line=1,endLine=4,title=MDT3001::this is a block
      ::error file=policies/firm/long.mandate,line=1,endLine=1,col=389,endColumn=392,title=MDT3001::\`S77\` is in no universe
      ::error file=policies/firm/x.mandate,line=1,endLine=1,col=1,endColumn=1,title=MDT7025::\`firm/x.mandate\` cannot be read: permission denied
      "
    `);
  });
});

/**
 * What SARIF 2.1.0 demands of the parts that we write (OASIS standard, sections 3.13 to 3.58, and the patterns and
 * `required` lists of its schema), strict: a property that the standard does not have fails.
 */
const text = z.strictObject({ text: z.string().min(1), markdown: z.string().optional() });
const region = z
  .strictObject({
    startLine: z.int().min(1),
    startColumn: z.int().min(1),
    endLine: z.int().min(1),
    endColumn: z.int().min(1),
  })
  .refine(
    (at) => at.endLine > at.startLine || (at.endLine === at.startLine && at.endColumn >= at.startColumn),
  );
const artifactLocation = z.strictObject({ uri: z.string().regex(/^[A-Za-z0-9\-._~!$&'()*+,;=:@%/]+$/) });
const physicalLocation = z.strictObject({ artifactLocation, region });
const level = z.enum(["none", "note", "warning", "error"]);
const sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal("2.1.0"),
  runs: z.array(
    z.strictObject({
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string().min(1),
          semanticVersion: z.string().regex(/^\d+\.\d+\.\d+/),
          rules: z.array(
            z.strictObject({
              id: z.string().regex(/^MDT\d{4}$/),
              name: z.string().regex(/^([A-Z0-9][a-z0-9]*)+$/),
              shortDescription: text,
              fullDescription: text,
              help: text,
              defaultConfiguration: z.strictObject({ level }),
            }),
          ),
        }),
      }),
      columnKind: z.enum(["utf16CodeUnits", "unicodeCodePoints"]),
      results: z.array(
        z.strictObject({
          ruleId: z.string(),
          ruleIndex: z.int().min(0).optional(),
          level,
          message: text,
          locations: z.array(z.strictObject({ physicalLocation })).length(1),
          relatedLocations: z
            .array(z.strictObject({ id: z.int().min(0), physicalLocation, message: text }))
            .min(1)
            .optional(),
          fixes: z
            .array(
              z.strictObject({
                description: text,
                artifactChanges: z
                  .array(
                    z.strictObject({
                      artifactLocation,
                      replacements: z
                        .array(
                          z.strictObject({
                            deletedRegion: region,
                            insertedContent: z.strictObject({ text: z.string() }),
                          }),
                        )
                        .min(1),
                    }),
                  )
                  .min(1),
              }),
            )
            .min(1)
            .optional(),
        }),
      ),
    }),
  ),
});

describe("as SARIF", () => {
  const log = () => sarif.parse(JSON.parse(renderSarif(all, { ...context, version: "1.2.3" })));

  it("keeps to the standard", () => {
    expect(() => log()).not.toThrow();
    expect(sarif.safeParse({ ...log(), version: "2.0.0" }).success).toBe(false);
  });

  it("has the catalogue as its rules, each once, and points into them", () => {
    const [run] = log().runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.map(({ id }) => id)).toEqual(entries.map(({ code }) => code));
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    for (const { ruleId, ruleIndex } of run?.results ?? [])
      if (ruleIndex !== undefined) expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(run?.results.some(({ ruleIndex }) => ruleIndex !== undefined)).toBe(true);
  });

  it("writes results, related places and fixes", () => {
    // Where a rule stands among all is another test's business: it moves with each new one.
    const results = log().runs[0]?.results.map(({ ruleIndex: _, ...result }) => result);
    expect(results?.slice(0, 2)).toMatchInlineSnapshot(`
      [
        {
          "fixes": [
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "advisors/a%2C%20b.mandate",
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 23,
                        "endLine": 2,
                        "startColumn": 11,
                        "startLine": 2,
                      },
                      "insertedContent": {
                        "text": "SingleIssuer",
                      },
                    },
                  ],
                },
              ],
              "description": {
                "text": "write \`SingleIssuer\`",
              },
            },
          ],
          "level": "error",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "advisors/a%2C%20b.mandate",
                },
                "region": {
                  "endColumn": 23,
                  "endLine": 2,
                  "startColumn": 11,
                  "startLine": 2,
                },
              },
            },
          ],
          "message": {
            "text": "there is no limit \`SIngleIssuer\`; did you mean \`SingleIssuer\`?",
          },
          "relatedLocations": [
            {
              "id": 0,
              "message": {
                "text": "\`SingleIssuer\` is declared here",
              },
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "firm/limits.mandate",
                },
                "region": {
                  "endColumn": 19,
                  "endLine": 2,
                  "startColumn": 1,
                  "startLine": 2,
                },
              },
            },
          ],
          "ruleId": "MDT2001",
        },
        {
          "fixes": [
            {
              "artifactChanges": [
                {
                  "artifactLocation": {
                    "uri": "advisors/a%2C%20b.mandate",
                  },
                  "replacements": [
                    {
                      "deletedRegion": {
                        "endColumn": 32,
                        "endLine": 3,
                        "startColumn": 3,
                        "startLine": 3,
                      },
                      "insertedContent": {
                        "text": "",
                      },
                    },
                  ],
                },
              ],
              "description": {
                "text": "take the choice out",
              },
            },
          ],
          "level": "warning",
          "locations": [
            {
              "physicalLocation": {
                "artifactLocation": {
                  "uri": "advisors/a%2C%20b.mandate",
                },
                "region": {
                  "endColumn": 32,
                  "endLine": 3,
                  "startColumn": 29,
                  "startLine": 3,
                },
              },
            },
          ],
          "message": {
            "text": "100% sure: \`$2M\` is outside
      choose \`$1M\` or less",
          },
          "ruleId": "MDT4004",
        },
      ]
    `);
  });
});
