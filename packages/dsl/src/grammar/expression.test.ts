import { describe, expect, it } from "vitest";
import { parse } from "../parse.ts";
import type { Expression } from "../tree/index.ts";

/** The expression with every operation in brackets. */
function shape(node: Expression): string {
  switch (node.kind) {
    case "Binary":
      return `(${shape(node.left)} ${node.operator} ${shape(node.right)})`;
    case "Unary":
      return `(${node.operator} ${shape(node.operand)})`;
    case "Where":
      return `(${node.subject === undefined ? "" : `${shape(node.subject)} `}where ${shape(node.condition)})`;
    case "Range":
      return `(${shape(node.low)} .. ${shape(node.high)})`;
    case "IsChosen":
      return `(${shape(node.operand)} is${node.negated ? " not" : ""} chosen)`;
    case "ThisYear":
      return `(${shape(node.operand)} this year)`;
    case "Reference":
      return node.path.map(({ text }) => text).join(".");
    case "Quantity":
      return node.value + (node.unit === "none" ? "" : node.unit);
    case "Call":
      return `${node.callee.text}(${node.arguments.map(shape).join(", ")}${node.of === undefined ? "" : ` of ${shape(node.of)}`})`;
    case "Parentheses":
      return `[${shape(node.inner)}]`;
    case "Braces":
      return `{${node.items.map(shape).join(", ")}}`;
    default:
      return node.kind;
  }
}

describe("precedence", () => {
  it.each([
    ["A or B and C", "(A or (B and C))"],
    ["A or B except C", "((A or B) except C)"],
    ["A except B or C", "(A except (B or C))"],
    ["A where x or y except C", "((A where (x or y)) except C)"],
    ["not a = b and c", "((not (a = b)) and c)"],
    ["where tobacco or sector = S", "(where (tobacco or (sector = S)))"],
    ["weight(A) + 2 * weight(B) <= 5% - 1pp", "((weight(A) + (2 * weight(B))) <= (5% - 1pp))"],
    ["a - b - c", "((a - b) - c)"],
    ["-a + b in -5pp..5pp", "(((- a) + b) in ((- 5pp) .. 5pp))"],
    ["gains(short) this year <= Tax.budget", "((gains(short) this year) <= Tax.budget)"],
    ["not Tax.budget is not chosen", "(not (Tax.budget is not chosen))"],
    ["(a or b) and weight(X of Y) in 2..3", "([(a or b)] and (weight(X of Y) in (2 .. 3)))"],
    ["{ A, B } and tracking error", "({A, B} and tracking error)"],
  ])("%s", (text, expected) => {
    const { file, findings } = parse(`list L = ${text}`);
    expect(findings).toEqual([]);
    const [list] = file.declarations;
    expect(list?.kind === "List" && "set" in list.source && shape(list.source.set)).toBe(expected);
  });
});

describe("words that are also names", () => {
  it("may name what they like", () => {
    const text =
      "attribute fund: flag\nasset class model\nlimit because { weight(limit) <= 5% }\nlist cost = { use, for, cash }\n";
    expect(parse(text).findings).toEqual([]);
  });
});
