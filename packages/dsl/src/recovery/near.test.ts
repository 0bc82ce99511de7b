import { describe, expect, it } from "vitest";
import { nearest } from "./near.ts";

const words = ["list", "limit", "menu", "model", "prefer", "profile", "waive"];

describe("the word that was meant", () => {
  it.each([
    ["limt", "limit"],
    ["lmit", "limit"],
    ["lsit", "list"],
    ["lits", "list"],
    ["modle", "model"],
    ["Modell", "model"],
    ["profle", "profile"],
    ["wave", "waive"],
    ["table", undefined],
    ["li", undefined],
    ["limit", undefined],
  ])("%s is %s", (word, meant) => {
    expect(nearest(word, words)).toBe(meant);
    expect(nearest(word, [...words].reverse())).toBe(meant);
  });
});
