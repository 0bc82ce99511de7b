import { describe, expect, it } from "vitest";
import { restarts } from "./restarts.ts";

describe("restarts", () => {
  it("are enough after five ends within three minutes", () => {
    let now = 0;
    const again = restarts(() => now);
    const minute = 60_000;
    expect([0, 1, 2, 3, 4].map(() => again())).toEqual([true, true, true, true, true]);
    expect(again()).toBe(false);
    now += 2.9 * minute;
    expect(again()).toBe(false);
    // Those of the first moment are forgotten.
    now += 0.2 * minute;
    expect(again()).toBe(true);
  });
});
