import { describe, expect, it } from "vitest";
import type { DeskWire } from "../batch/messages.ts";
import { littleBundle } from "../book/testkit/bundle.ts";
import { packDesk, unpackDesk } from "./parcel.ts";

describe("a desk on its way through the database", () => {
  it("is the same at its end, the risk model too", async () => {
    const desk: DeskWire = {
      bundle: littleBundle(),
      market: {
        asOf: "2026-11-20",
        securities: [],
        risk: {
          factors: ["a", "b"],
          exposures: new Map([["AAA", { loadings: [0.1, 1 / 3], specific: 5e-324 }]]),
          covariance: [
            [0.04, -0.001],
            [-0.001, 0.1 + 0.2],
          ],
        },
      },
      solver: "auto",
      timeLimitSeconds: 10,
      purchasesFromLots: false,
    };
    expect(await unpackDesk(await packDesk({ desk, patienceSeconds: 180 }))).toEqual({
      desk,
      patienceSeconds: 180,
    });
  });
});
