import { expect, it } from "vitest";
import { said, wrong } from "../testkit/rules.ts";

const advisor = `household "H" { accounts "a", "b" }
household "Empty" { } //! error MDT2020
household "" { accounts "c" } //! error MDT2019
household "Again" { accounts "d", "e", "d" } //! error MDT2013
household "Other" { accounts "f", "a" } //! error MDT2013
household "H" { accounts "g" } //! error MDT2013
household "Blank" { accounts "h", " " } //! error MDT2019
household "Unfinished" { accounts } //! error MDT1008
account "" { model Balanced } //! error MDT2019
account "" { model Balanced } //! error MDT2019
`;

it("a household names accounts, each once, and an account has an id", () => {
  expect(wrong({ advisor })).toEqual([]);
  expect(said({ advisor })).toMatchSnapshot();
});
