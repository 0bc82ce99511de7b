/**
 * Small projects, each with one question for the analyses: a finding on each line marked `//! proof` and on no other;
 * the change of each clause that a comment names, and no change of any other.
 */
import { readdirSync, readFileSync } from "node:fs";
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { compileArchive, lineOf, readArchive, TODAY } from "../testkit/index.ts";
import { diff, prove } from "./index.ts";

const FOLDER = new URL("./cases/", import.meta.url);
const text = (name: string) => readFileSync(new URL(name, FOLDER), "utf8");
const BASE = text("base.txt");
const BANDED = text("banded.txt").trim();

/** Cases by title: `=== ` starts one, whose files stand beside those of `base.txt` or in their place. */
function casesOf(kind: "prove" | "diff"): (readonly [title: string, body: string])[] {
  return readdirSync(new URL(`${kind}/`, FOLDER)).flatMap((name) =>
    text(`${kind}/${name}`)
      .replaceAll("BANDED", BANDED)
      .split(/^=== /m)
      .slice(1)
      .map((one) => {
        const [title = "", ...lines] = one.split("\n");
        return [title, lines.join("\n")] as const;
      }),
  );
}

let backend: Backend;
beforeAll(async () => {
  backend = await createHighs();
});
afterAll(() => backend.dispose());

describe("prove", () => {
  it.each(casesOf("prove"))("%s", (_, body) => {
    const archive = readArchive(`${BASE}${body}`);
    const { bundle, diagnostics } = compileArchive(archive);
    if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    const { findings } = prove(bundle, backend, { today: TODAY });
    const marked = archive.markers.map(({ file, line }) => `${file}:${line}`);
    expect(
      [...new Set(findings.map((one) => lineOf(archive, one)))].sort(),
      findings.map((one) => `${lineOf(archive, one)} ${one.code} ${one.message}`).join("\n"),
    ).toEqual([...marked].sort());
  });
});

describe("diff", () => {
  const versionOf = (body: string, side: string) => {
    const own = body.split(/^(?=-- )/m).filter((file) => file.startsWith(`-- ${side}/`));
    const archive = readArchive(`${BASE}${own.join("").replaceAll(`-- ${side}/`, "-- ")}`);
    const { bundle, diagnostics } = compileArchive(archive);
    if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
    return bundle;
  };

  it.each(casesOf("diff"))("%s", (_, body) => {
    const changes = diff(versionOf(body, "a"), versionOf(body, "b"), backend, { today: TODAY });
    const named = [...body.matchAll(/^# clause (.+): (\w+)$/gm)].map(([, clause = "", change]) => [
      clause,
      change,
    ]);
    const found = changes.map(({ clause, change }) => [clause, change]);
    const told = found.filter(
      ([clause, change]) => change !== "unchanged" || named.some(([one]) => one === clause),
    );
    expect(told.sort()).toEqual(named.sort());
  });
});
