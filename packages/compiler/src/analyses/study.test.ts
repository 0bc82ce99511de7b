/**
 * The study of planted contradictions: found in every firm, told with the fewest clauses; and in firms without, no
 * alarm. `MANDATE_STUDY=500` runs it at its full size.
 */
import { type Backend, createHighs } from "@mandate/solver";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { compileArchive, TODAY } from "../testkit/index.ts";
import { prove } from "./index.ts";
import { makeFirm, plantKinds, without } from "./testing/firms.ts";

const FIRMS = Number(process.env["MANDATE_STUDY"] ?? 36);
/** Something that leaves no portfolio; what merely does nothing is no alarm. */
const ALARMS = new Set(["MDT6001", "MDT6002", "MDT6003", "MDT6006", "MDT6007"]);

describe("planted contradictions", () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await createHighs();
  });
  afterAll(() => backend.dispose());

  const alarms = (files: ReadonlyMap<string, string>): readonly Diagnostic[] => {
    const { bundle, diagnostics } = compileArchive({ files, markers: [] });
    if (bundle === undefined)
      throw new Error(
        `${diagnostics.map(({ message }) => message).join("\n")}\n${files.get("firm/policy.mandate") ?? ""}`,
      );
    return prove(bundle, backend, { today: TODAY }).findings.filter(({ code }) => ALARMS.has(code));
  };
  const named = ({ message }: Diagnostic): string[] =>
    [...message.matchAll(/`([^`]+)`/g)].flatMap(([, name]) => name ?? []);

  it(`raises no alarm over ${FIRMS} firms without any`, { timeout: 600_000 }, () => {
    for (let seed = 1; seed <= FIRMS; seed++) {
      const firm = makeFirm(seed);
      expect(
        alarms(firm.files).map(({ message }) => message),
        `seed ${seed}\n${firm.files.get("firm/policy.mandate") ?? ""}`,
      ).toEqual([]);
    }
  });

  it(`finds each of ${FIRMS}, and no clause of one can be spared`, { timeout: 600_000 }, () => {
    for (let seed = 1; seed <= FIRMS; seed++) {
      const kind = plantKinds[seed % plantKinds.length] ?? "";
      const firm = makeFirm(seed, kind);
      const about = `seed ${seed}, ${kind}\n${firm.files.get("firm/policy.mandate") ?? ""}`;
      const found = alarms(firm.files);
      const plant = firm.plant;
      if (plant === undefined) throw new Error("nothing was planted");
      const telling = found.find(
        (one) =>
          plant.codes.includes(one.code) && plant.clauses.every((clause) => named(one).includes(clause)),
      );
      expect(telling?.code, `${about}\n${found.map(({ message }) => message).join("\n")}`).toBeDefined();
      for (const clause of plant.clauses) {
        const left = alarms(without(firm, clause));
        expect(
          left.map(({ message }) => message),
          `${about}\nwithout ${clause}`,
        ).toEqual([]);
      }
    }
  });
});
