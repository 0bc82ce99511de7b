import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineMap } from "./lineMap.ts";

describe("LineMap", () => {
  it("counts LF, CR LF and CR alone as one line break each, columns in UTF-16 units", () => {
    const map = new LineMap("a\r\nb😀c\rd\n");
    expect(map.lineCount).toBe(4);
    expect(map.position(3)).toEqual({ line: 1, character: 0 });
    expect(map.position(6)).toEqual({ line: 1, character: 3 });
    expect(map.position(8)).toEqual({ line: 2, character: 0 });
    expect(map.lineText(1)).toBe("b😀c");
    expect(map.position(99)).toEqual({ line: 3, character: 0 });
    expect(map.offset({ line: 0, character: 50 })).toBe(1);
  });

  it("goes there and back", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "\r", "\n", "é", "😀"), maxLength: 60 });
    fc.assert(
      fc.property(text, fc.nat(80), (source, at) => {
        const map = new LineMap(source);
        const offset = Math.min(at, source.length);
        // between CR and LF there is no position of one's own
        if (source[offset] === "\n" && source[offset - 1] === "\r") return;
        expect(map.offset(map.position(offset))).toBe(offset);
      }),
      { seed: 3, numRuns: 200 },
    );
  });
});
