import { describe, expect, it } from "vitest";
import { readManifest } from "./manifest.ts";

const good = { name: "n", universe: "data/s.csv", layers: { firm: ["firm/**"] } };
const without = (key: keyof typeof good) =>
  JSON.stringify(Object.fromEntries(Object.entries(good).filter(([name]) => name !== key)));

describe("a manifest", () => {
  it("is read with what it leaves out", () => {
    expect(
      readManifest(JSON.stringify({ ...good, book: "book", stale_after: 5, price_jump: 0.25 })).manifest,
    ).toEqual({
      name: "n",
      universe: "data/s.csv",
      layers: { firm: ["firm/**"], advisor: [], client: [] },
      book: "book",
      stale_after: 5,
      price_jump: 0.25,
    });
    expect(readManifest(JSON.stringify({ ...good, universe: "./data/s.csv" })).manifest).toEqual({
      ...good,
      layers: { firm: ["firm/**"], advisor: [], client: [] },
    });
  });

  it.each([
    ["", "the manifest cannot be read: it is empty"],
    ["{", "the manifest cannot be read: a closing brace `}` is missing"],
    ['{ "name": "n", }', "the manifest cannot be read: a key in double quotes is missing before `}`"],
    ['{ "name" "n" }', 'the manifest cannot be read: a colon is missing before `"n"`'],
    [
      '{ "name": "n" "universe": "u" }',
      'the manifest cannot be read: a comma is missing before `"universe"`',
    ],
    [
      '{ "name": "n }',
      "the manifest cannot be read: a text is opened with a double quote and not closed on its line",
    ],
    ['{ "name": n }', "the manifest cannot be read: `n` means nothing here"],
    ['{ "name": }', "the manifest cannot be read: a value is missing before `}`"],
    ["{ // our firm\n}", "the manifest cannot be read: comments have no place in it"],
    ["{} {}", "the manifest cannot be read: something stands after its end, from `{` on"],
    ["[]", "the manifest must be settings in braces, and is a list"],
    [without("name"), "the manifest has no `name`"],
    [without("universe"), "the manifest has no `universe`"],
    [without("layers"), "the manifest has no `layers`"],
    [JSON.stringify({ ...good, name: "" }), "`name` must be a name, and is empty"],
    [JSON.stringify({ ...good, name: 7 }), "`name` must be a name in double quotes, and is `7`"],
    [
      JSON.stringify({ ...good, universe: "../s.csv" }),
      "`universe` must be a path inside the project, such as `data/securities.csv`",
    ],
    [JSON.stringify({ ...good, layer: {} }), "`layer` is no setting of a manifest; did you mean `layers`?"],
    [
      JSON.stringify({ ...good, layers: { firms: [] } }),
      "`firms` is no setting of a manifest; did you mean `firm`?",
    ],
    [
      JSON.stringify({ ...good, layers: { firm: "firm/**" } }),
      '`layers.firm` must be a list of patterns such as `["firm/**"]`, and is text',
    ],
    [
      JSON.stringify({ ...good, layers: { firm: [1] } }),
      "`layers.firm.1` must be a pattern such as `firm/**` in double quotes, and is `1`",
    ],
    [
      JSON.stringify({ ...good, layers: null }),
      "`layers` must be the patterns of `firm`, `advisor` and `client` in braces, and is `null`",
    ],
    [
      JSON.stringify({ ...good, stale_after: "3" }),
      "`stale_after` must be a number of business days, such as `3`, and is text",
    ],
    [
      JSON.stringify({ ...good, stale_after: 1.5 }),
      "`stale_after` must be a whole number of business days, such as `3`",
    ],
    [
      JSON.stringify({ ...good, stale_after: -1 }),
      "`stale_after` must be a number of business days, and not below 0",
    ],
    [
      JSON.stringify({ ...good, price_jump: 0 }),
      "`price_jump` must be a fraction above 0, such as `0.4` for 40 %",
    ],
    [
      '{ "name": "n", "name": "m", "universe": "u", "layers": {} }',
      "`name` stands here twice, so it is unclear which one counts",
    ],
  ])("with a mistake says what it is: %s", (text, message) => {
    const { manifest, diagnostics } = readManifest(text);
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([message]);
    expect(manifest).toBeUndefined();
  });

  it("points at what is wrong, and mends a misspelt setting", () => {
    const text = '{ "name": "n", "universe": "u.csv", "layers": {}, "bok": "book" }';
    const [diagnostic] = readManifest(text).diagnostics;
    expect(text.slice(diagnostic?.span.start, diagnostic?.span.end)).toBe('"bok"');
    const [edit] = diagnostic?.fixes[0]?.edits ?? [];
    expect(text.slice(edit?.span.start, edit?.span.end)).toBe("bok");
    expect(edit?.newText).toBe("book");
    expect(diagnostic?.help).toBe(
      "the settings here are `name`, `universe`, `layers`, `book`, `stale_after`, `price_jump` and `previous_book`",
    );
  });

  it("reports every mistake at once", () => {
    expect(readManifest('{ "nam": "n", "layers": [] }').diagnostics).toHaveLength(3);
    expect(readManifest('{ "nam": "n", "layers": {} }').diagnostics.map(({ code }) => code)).toEqual([
      "MDT7023",
      "MDT7021",
    ]);
  });
});
