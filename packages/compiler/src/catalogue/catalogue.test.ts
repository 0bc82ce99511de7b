import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { projectOf } from "../testkit/txtar.ts";
import { BASE_FILES } from "./base.ts";
import { type Example, entries } from "./index.ts";

const FOLDERS = { firm: "firm", advisor: "advisors", client: "clients" } as const;

function compiled(example: Example) {
  const files = new Map([
    ...Object.entries(BASE_FILES),
    ...Object.entries(example.files ?? {}),
    [`${FOLDERS[example.layer ?? "firm"]}/example.mandate`, example.text] as const,
  ]);
  const { diagnostics } = compile(projectOf(files), { today: "2026-11-22" });
  return diagnostics.map(({ code, severity, message }) => ({ code, severity, message }));
}

describe("the catalogue", () => {
  it("has one entry a code and a name", () => {
    expect(new Set(entries.map(({ code }) => code)).size).toBe(entries.length);
    expect(new Set(entries.map(({ name }) => name)).size).toBe(entries.length);
  });

  it.each(entries.map((entry) => [entry.code, entry] as const))("%s has a page", (code, { name, page }) => {
    expect(code).toMatch(/^MDT[1-8]\d{3}$/);
    expect(name).toMatch(/^[a-z]+(?:-[a-z0-9]+)*$/);
    expect(page.why).toMatch(/^[A-Z0-9`].*\.$/s);
  });

  it("surrounds its examples with a project that has no findings", () => {
    expect(compiled({ text: "" })).toEqual([]);
  });
});

describe("the handbook's examples", () => {
  const avoid = entries.flatMap((entry) =>
    entry.page.avoid === undefined ? [] : [[entry.code, entry, entry.page.avoid] as const],
  );
  const prefer = entries.flatMap((entry) =>
    entry.page.prefer === undefined ? [] : [[entry.code, entry, entry.page.prefer] as const],
  );

  it.each(avoid)("%s: what to avoid gives it, and nothing else", (code, entry, example) => {
    const found = compiled(example).filter(
      ({ severity }) => severity === "error" || entry.severity !== "error",
    );
    expect(found.map((one) => one.code)).toEqual([code]);
    for (const { message } of found) expect(message).toMatch(/^[a-z`]/);
  });

  it.each(prefer)("%s: what to prefer has no error", (code, _, example) => {
    expect(compiled(example).filter((one) => one.severity === "error" || one.code === code)).toEqual([]);
  });
});
