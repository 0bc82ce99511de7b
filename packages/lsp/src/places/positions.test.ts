import { LineMap } from "@mandate/dsl";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { chooseEncoding, type Encoding, toOffset, toPosition } from "./positions.ts";

describe("positions", () => {
  it("count in the unit that was agreed upon", () => {
    const lines = new LineMap("a\r\n𝄞é limit");
    const offset = 3 + "𝄞é ".length;
    expect(toPosition(lines, offset, "utf-16")).toEqual({ line: 1, character: 4 });
    expect(toPosition(lines, offset, "utf-8")).toEqual({ line: 1, character: 7 });
    expect(toPosition(lines, offset, "utf-32")).toEqual({ line: 1, character: 3 });
  });

  it("lead back to the offset that they come from, at every character's beginning", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "é", "€", "𝄞", "\n", "\r\n") }),
        fc.constantFrom<Encoding>("utf-8", "utf-16", "utf-32"),
        (text, encoding) => {
          const lines = new LineMap(text);
          let offset = 0;
          for (const letter of text) {
            if (letter !== "\n")
              expect(toOffset(lines, toPosition(lines, offset, encoding), encoding)).toBe(offset);
            offset += letter.length;
          }
        },
      ),
      { seed: 7, numRuns: 200 },
    );
  });

  it("past the end of a line are its end, and past the last line the text's", () => {
    for (const encoding of ["utf-8", "utf-16", "utf-32"] as const) {
      const lines = new LineMap("é\nb");
      expect(toOffset(lines, { line: 0, character: 99 }, encoding)).toBe(1);
      expect(toOffset(lines, { line: 9, character: 0 }, encoding)).toBe(3);
    }
  });

  it("are in the client's favourite unit, else in UTF-16", () => {
    expect(chooseEncoding(undefined)).toBe("utf-16");
    expect(chooseEncoding(["utf-7", "utf-8", "utf-16"])).toBe("utf-8");
  });
});
