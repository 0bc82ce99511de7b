import { describe, expect, it } from "vitest";
import { addTallies, EMPTY, type Tally } from "./tally.ts";

const trading = (amount: number): Tally => ({
  ...EMPTY,
  value: amount,
  after: { ...EMPTY.after, total: amount, trading: amount },
  gains: { short: -amount, long: amount },
  traded: amount,
});

describe("a run's sums", () => {
  it("are those of its parts, to the digits that these are told with", () => {
    // In floats alone the first two make 0.30000000000000004, and all of them 487.24399999999997.
    const sum = [0.1, 0.2, 121.88, 121.88, 121.712, 121.472].map(trading).reduce(addTallies, EMPTY);
    expect(sum).toMatchObject({
      value: 487.244,
      after: { total: 487.244, trading: 487.244, drift: 0 },
      gains: { short: -487.244, long: 487.244 },
      traded: 487.244,
    });
  });

  it("are never minus nothing", () => {
    const { gains } = [trading(1), trading(-1)].reduce(addTallies, EMPTY);
    expect(Object.is(gains.short, -0)).toBe(false);
  });
});
