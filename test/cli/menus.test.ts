import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";
import { folderWith, mandate, small } from "./support.ts";

const files = {
  ...small,
  "firm/menus.mandate": `list Index = { VTI, ITOT }
list Bond = { BND }
menu Tax "How much tax matters" {
  /// Weighs a dollar of tax.
  option sensitivity: choice { none = 0, normal = 1, high = 2 } default normal set by advisor
  option gains_budget: money in $0..$1M default none set by advisor, client
  option defer: flag default off set by client
  option firms_own: flag default on
}
menu Limits {
  option floor: percent in 1%..8% default 1% set by advisor
  option lean: pp in -5pp..5pp default 0pp set by advisor
  option factor: number in 0..10 default 1 set by advisor
  option most: count in 1..30 default 10 set by advisor
  option block: shares in 0 shares..1,000 shares default 100 shares set by advisor
  option tilt for each class: pp in -3pp..3pp default 0pp set by advisor
  option exclude: lists of { Index, Bond } default none set by advisor, client
}
`,
};

describe("mandate menus", () => {
  it("shows what may be chosen, by whom, and what holds otherwise", async () => {
    const { code, out, err } = await mandate(["menus"], folderWith(files));
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(out).toMatchInlineSnapshot(`
      "Tax: How much tax matters
        option        offers              default  set by
        sensitivity   none, normal, high  normal   advisor
        gains_budget  $0 to $1,000,000    none     advisor, client
        defer         on, off             off      client
        firms_own     on, off             on       the firm alone

      Limits
        option   offers                       default     set by
        floor    1% to 8%                     1%          advisor
        lean     -5pp to 5pp                  0pp         advisor
        factor   0 to 10                      1           advisor
        most     1 to 30                      10          advisor
        block    0 shares to 1,000 shares     100 shares  advisor
        tilt     -3pp to 3pp, for each class  0pp         advisor
        exclude  any of Index, Bond           none        advisor, client
      "
    `);
  });

  it("says so where nothing may be chosen", async () => {
    expect(await mandate(["menus"], folderWith(small))).toEqual({
      code: 0,
      out: "this firm offers no choices: its policies have no menu\n",
      err: "",
    });
  });

  it("shows nothing of policies with errors but the errors", async () => {
    const { code, out, err } = await mandate(
      ["menus"],
      folderWith({ ...files, "firm/bad.mandate": "limit X { weight(Nowhere) <= 5% }" }),
    );
    expect({ code, out }).toEqual({ code: 1, out: "" });
    expect(err).toContain("error MDT2");
  });
});

/** A value as JSON has it, beside the words of the language for it. */
type Case = readonly [option: string, json: unknown, words: string];

const percent = (value: number): string => (value * 100).toFixed(4).replace(/\.?0+$/, "");
const quantities: readonly (readonly [string, (value: number) => string, number])[] = [
  ["Tax.gains_budget", (value) => `${value < 0 ? "-" : ""}$${Math.abs(value)}`, 1],
  ["Limits.floor", (value) => `${percent(value)}%`, 0.0001],
  ["Limits.lean", (value) => `${percent(value)}pp`, 0.0001],
  ["Limits.factor", (value) => `${value}`, 1],
  ["Limits.most", (value) => `${value}`, 1],
  ["Limits.block", (value) => `${value} shares`, 1],
];

const near = [
  -100_000, -1, -500, -501, 0, 1, 100, 101, 500, 501, 799, 800, 801, 1000, 1001, 1_000_000, 1_000_001,
];
const cases: fc.Arbitrary<Case> = fc.oneof(
  fc
    .record({
      option: fc.constantFrom(...quantities),
      size: fc.oneof(fc.constantFrom(...near), fc.integer({ min: -2000, max: 2_000_000 })),
    })
    .map(({ option: [name, words, step], size }): Case => {
      const value = Number((size * step).toFixed(4));
      return [name, value, words(value)];
    }),
  fc
    .record({
      option: fc.constantFrom("Tax.sensitivity", "Tax.gains_budget", "Limits.floor", "Limits.exclude"),
      word: fc.constantFrom("none", "normal", "high", "low", "on"),
    })
    .map(
      ({ option, word }): Case => [
        option,
        option === "Limits.exclude" ? (word === "none" ? [] : [word]) : word,
        word,
      ],
    ),
  fc.boolean().map((on): Case => ["Tax.defer", on, on ? "on" : "off"]),
  fc.constantFrom<Case>(
    ["Tax.defer", "maybe", "maybe"],
    ["Tax.nothing", 1, "1"],
    ["Tax.sensitivity", 1, "1"],
  ),
  fc
    .uniqueArray(fc.constantFrom("Index", "Bond", "VTI", "Sin"), { minLength: 1 })
    .map((lists): Case => ["Limits.exclude", lists, lists.join(", ")]),
);

describe("mandate menus --json-schema", () => {
  const validator = async (folder: string) => {
    const { out } = await mandate(["menus", "--json-schema"], folder);
    const schema: Record<string, unknown> = JSON.parse(out);
    return {
      schema,
      validate: new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(schema),
    };
  };

  it("is valid JSON Schema 2020-12, and permits what stands by default", async () => {
    const { schema, validate } = await validator(folderWith(files));
    expect(schema["$schema"]).toBe("https://json-schema.org/draft/2020-12/schema");
    expect(validate({})).toBe(true);
    const properties = schema["properties"] as Record<string, { default?: unknown }>;
    const defaults = Object.fromEntries(
      Object.entries(properties).flatMap(([name, { default: value }]) =>
        value === undefined ? [] : [[name, value]],
      ),
    );
    expect(Object.keys(defaults)).toHaveLength(10);
    expect(validate(defaults)).toBe(true);
    expect(schema).toMatchSnapshot();
  });

  it("takes a tilt for the classes that there are, inside its range", async () => {
    const { validate } = await validator(folderWith(files));
    expect(validate({ "Limits.tilt": { Equity: 0.03, Bonds: -0.03 } })).toBe(true);
    expect(validate({ "Limits.tilt": { Equity: 0.031 } })).toBe(false);
    expect(validate({ "Limits.tilt": { Gold: 0.01 } })).toBe(false);
  });

  it("refuses what the compiler refuses, and nothing else", async () => {
    const folder = folderWith(files);
    const { validate } = await validator(folder);
    const seen = { yes: 0, no: 0 };
    const tried = fc.sample(cases, { seed: 7, numRuns: 120 });
    for (const [option, json, words] of tried) {
      const layer = option === "Tax.defer" ? "clients" : "advisors";
      const project = folderWith({
        ...files,
        [`${layer}/a.mandate`]: `account "1" { model Base choose ${option} = ${words} }\n`,
      });
      const { code } = await mandate(["check", "--quiet"], project);
      const permitted = validate({ [option]: json });
      expect({ option, words, permitted: permitted === true }).toEqual({
        option,
        words,
        permitted: code === 0,
      });
      seen[permitted ? "yes" : "no"] += 1;
    }
    // Both answers must have been given often, or the comparison says nothing.
    expect(Math.min(seen.yes, seen.no)).toBeGreaterThan(25);
  });

  it("holds for the example firm", async () => {
    const { out } = await mandate(["menus", "--json-schema", "--project", "examples/acme"], repositoryRoot);
    const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(JSON.parse(out));
    expect(
      validate({
        "Tax.sensitivity": "high",
        "Screens.exclude": ["Sin", "Weapons"],
        "Tax.gains_budget": 15000,
      }),
    ).toBe(true);
    expect(validate({ "Tax.gains_budget": 2_000_000 })).toBe(false);
  });
});
