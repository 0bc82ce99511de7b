import { describe, expect, it } from "vitest";
import { archiveOf, wrong } from "./rules.ts";
import { readArchive } from "./txtar.ts";

describe("the test kit", () => {
  it("sees an error that is missing, one that is unexpected, and one of another code", () => {
    expect(wrong({ firm: "limit A { weight(AAPL) <= 5% } //! error" })).toEqual([
      "firm/rules.mandate:1: an error is missing",
    ]);
    expect(wrong({ firm: "limit A { weight(AAPL) <= $5 }" })).toHaveLength(1);
    expect(wrong({ firm: "limit A { weight(AAPL) <= $5 } //! error MDT2001" })).toEqual([
      "firm/rules.mandate:1: MDT2001 is wanted, and there is MDT3001",
    ]);
    expect(wrong({ firm: "limit A { weight(AAPL) <= 5% } //! warning" })).toEqual([
      "firm/rules.mandate:1: a warning is missing",
    ]);
  });

  it("splits archives and takes markers out of data", () => {
    const archive = readArchive(archiveOf({ files: { "data/x.csv": "symbol\nA #! error\n" } }));
    expect(archive.files.get("data/x.csv")).toBe("symbol\nA\n");
    expect(archive.markers).toEqual([{ file: "data/x.csv", line: 2, kind: "error" }]);
  });
});
