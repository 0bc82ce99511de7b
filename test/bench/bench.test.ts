import { describe, expect, it } from "vitest";
import { median, runSection, type Section } from "./bench.ts";
import { table } from "./table.ts";

/** A clock that shows these times, one after the other. */
function clock(...times: number[]): () => number {
  let place = 0;
  return () => times[place++] ?? Number.NaN;
}

const section: Section = {
  title: "letters",
  run: async (bench) => {
    await bench.time("slow", () => undefined, { repeats: 3, warmups: 0, work: { count: 500, of: "lines" } });
    bench.record("quick", 5, { against: "slow", atMost: 0.4 });
    bench.record("quicker", 2, { against: "slow", atMost: 0.4 });
    bench.record("memory", 700, { unit: "MB", most: 600 });
    bench.note("two of them");
  },
};

describe("the harness of the benchmarks", () => {
  it("takes the median of the repeats, and ratios to a row of the same run", async () => {
    const report = await runSection(section, [], clock(0, 10, 100, 130, 200, 220));
    expect(report.measurements).toEqual([
      { name: "slow", value: 20, unit: "ms", perSecond: { rate: 25_000, of: "lines" } },
      { name: "quick", value: 5, unit: "ms", against: "slow", ratio: 0.25, atMost: 0.4 },
      { name: "quicker", value: 2, unit: "ms", against: "slow", ratio: 0.1, atMost: 0.4 },
      { name: "memory", value: 700, unit: "MB", most: 600 },
    ]);
  });

  it("refuses a ratio to what was not measured", async () => {
    const wrong: Section = {
      title: "",
      run: async (bench) => bench.record("a", 1, { against: "b" }),
    };
    await expect(runSection(wrong, [])).rejects.toThrow("`b` was not measured before `a`");
  });

  it("does not count warm-ups, and hands on its words", async () => {
    let runs = 0;
    let words: readonly string[] = [];
    const counting: Section = {
      title: "",
      run: async (bench) => {
        words = bench.arguments;
        await bench.time("a", () => runs++, { repeats: 2, warmups: 3 });
      },
    };
    const { measurements } = await runSection(counting, ["--accounts", "5"], clock(0, 1, 5, 8));
    expect([runs, words, measurements[0]?.value]).toEqual([5, ["--accounts", "5"], 2]);
  });

  it("writes a table", async () => {
    const report = await runSection(section, [], clock(0, 10, 100, 130, 200, 220));
    expect(table("letters", report, 150 * 1_048_576)).toBe(
      [
        "letters (peak memory 150 MB)",
        "            median            rate       ratio             target",
        "  slow     20.0 ms  25,000 lines/s",
        "  quick    5.00 ms                  0.25× slow       ≤ 0.4× (met)",
        "  quicker  2.00 ms                  0.10× slow       ≤ 0.4× (met)",
        "  memory    700 MB                              ≤ 600 MB (missed)",
        "  two of them",
        "",
      ].join("\n"),
    );
  });
});

describe("median", () => {
  it("is the middle, or the mean of the two", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    expect(median([])).toBeNaN();
  });
});
