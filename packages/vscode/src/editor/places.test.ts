import { expect, it } from "vitest";
import { placesIn } from "./places.ts";

it("finds the places that programs print", () => {
  const text = "Cap (firm/a-b.mandate:4, firm), data/sp500.csv:12:3; https://x.example/a.mandate:1 and 10:30";
  expect(placesIn(text)).toEqual([
    { start: 5, end: 22, file: "firm/a-b.mandate", line: 4 },
    { start: 32, end: 49, file: "data/sp500.csv", line: 12 },
  ]);
});
