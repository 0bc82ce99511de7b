import { expect, it } from "vitest";
import { placesIn } from "./places.ts";

it("finds the places that programs print", () => {
  const text = "Cap (firm/a-b.mandate:4, firm), data/sp500.csv:12:3; https://x.example/a.mandate:1 and 10:30";
  const places = placesIn(text);
  expect(places.map(({ start, end }) => text.slice(start, end))).toEqual([
    "firm/a-b.mandate:4",
    "data/sp500.csv:12",
  ]);
  expect(places.map(({ file, line }) => [file, line])).toEqual([
    ["firm/a-b.mandate", 4],
    ["data/sp500.csv", 12],
  ]);
});
