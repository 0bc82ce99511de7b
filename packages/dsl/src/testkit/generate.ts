/**
 * Random programs that walk the parser's own grammar: a production added there is generated here without a line more.
 * Only what a grammar cannot say (a limit's line compares; a part stands once) is said here.
 */
import { type Alternation, type IProduction, NonTerminal, Option, type Rule, Terminal } from "chevrotain";
import fc from "fast-check";
import { parser } from "../parse.ts";
import { spelling } from "../recovery/words.ts";
import * as V from "../tokens/vocabulary.ts";

type WithDefinition = IProduction & { readonly definition: readonly IProduction[] };

const names = [
  "Equity",
  "Bonds",
  "AAPL",
  "VTI",
  "Sin",
  "esg_score",
  "`BRK.B`",
  "`US Large`",
  "Größe",
  "Fund2",
  "Tax",
];
const quantities = [
  "5%",
  "25bps",
  "2pp",
  "$40,000",
  "$1.5M",
  "100 shares",
  "30 days",
  "1 year",
  "12",
  "0.5",
  "1,000 shares",
];
const strings = ['"plain"', '"with \\"quotes\\" inside"', '"1001"', '"60 % é"', '""'];
const dates = ["2026-11-20", "2028-02-29"];
const arithmetic = ["+", "*", "/", "-"];
const connectives = ["and", "or", "except", "+", "*", "/", "-"];
const comparisons = ["<=", ">=", "=", "<", ">", "!="];
/** Rules in which a part may come again. */
const repeating = new Set([
  "file",
  "clauses",

  "testAccount",
  "allocations",
  "limit",
  "objective",
  "menu",
]);

const words: Readonly<Record<string, readonly string[]>> = {
  name: names,
  string: strings,
  date: dates,
  signed: quantities,
};

/** Deep inside, every operand is a name. */
function atLeaf(rule: string, depth: number): boolean {
  return depth > 6 && (rule === "reference" || rule === "primary");
}

const samplesOf = new Map([
  [V.NameLike, names],
  [V.Quantity, quantities],
  [V.StringToken, strings],
  [V.DateToken, dates],
  [V.PlusMinus, ["±", "+/-"]],
  [V.Squared, ["²", "^2"]],
]);

class Walk {
  readonly out: string[] = [];
  private at = 0;
  /** where the allocation that is being written begins */
  private allocation = 0;
  private readonly tape: readonly number[];
  private readonly rules: Record<string, Rule>;

  constructor(tape: readonly number[], rules: Record<string, Rule>) {
    this.tape = tape;
    this.rules = rules;
  }

  /** The next choice below `count`; past the tape's end the first, so that every walk ends. */
  private pick(count: number): number {
    const next = this.tape[this.at++];
    return next === undefined ? 0 : next % count;
  }

  private readonly facts = new Set<string>();

  private one(words: readonly string[]): void {
    this.out.push(words[this.pick(words.length)] as string);
  }

  rule(name: string, depth: number): void {
    if (name === "allocation") this.allocation = this.out.length;
    const samples = words[name] ?? (atLeaf(name, depth) ? names : undefined);
    if (samples !== undefined) this.one(samples);
    else if (name === "condition") this.condition(depth + 1);
    else if (name === "expression") this.row(depth, connectives);
    else if (name === "amount") this.row(depth, arithmetic);
    else if (name === "reference" && this.pick(2) === 0) this.one(names);
    else {
      if (name === "testAccount") this.facts.clear();
      const begun = this.out.length;
      this.all((this.rules[name] as Rule).definition, name, depth);
      if (name === "fact") this.onceEach(begun);
    }
  }

  /** Takes a fact back that its account has said already: there may be several lots and trades, and one of all else. */
  private onceEach(begun: number): void {
    const word = this.out[begun] ?? "";
    if (/^(?:lot|sold|bought)$/.test(word)) return;
    const about = /^(?:taxable|traditional|roth|exempt)$/.test(word) ? "registration" : word;
    if (this.facts.has(about)) this.out.length = begun;
    else this.facts.add(about);
  }

  /** Begins with a call: a sign or a bracket would go on with the line before. */
  private condition(depth: number): void {
    this.out.push("weight", "(");
    this.row(depth, []);
    this.out.push(")");
    this.one(comparisons);
    this.row(depth, arithmetic);
  }

  /** Operands with operators between them */
  private row(depth: number, operators: readonly string[]): void {
    this.operand(depth);
    const more = depth > 5 || operators.length === 0 ? 0 : [0, 0, 1, 2][this.pick(4)];
    for (let i = 0; i < (more ?? 0); i++) {
      this.one(operators);
      this.operand(depth);
    }
  }

  private operand(depth: number): void {
    const after = this.out[this.out.length - 1] ?? "";
    if (/^[(,=:]$/.test(after) && this.pick(4) === 0) this.out.push("not");
    if (after === "(" && this.pick(5) === 0) this.out.push("where");
    // a bracket behind a name would be its arguments
    if (depth > 5 || this.pick(3) > 0) this.one(this.pick(2) === 0 ? names : quantities);
    else this.rule("primary", depth + 1);
    if (/^[A-Za-z]/.test(this.out[this.out.length - 1] ?? "") && this.pick(8) === 0) {
      this.out.push(...(this.pick(2) === 0 ? ["this", "year"] : ["is", "not", "chosen"]));
    }
  }

  private all(definition: readonly IProduction[], rule: string, depth: number): void {
    for (const part of definition) this.production(part, rule, depth);
  }

  private production(part: IProduction, rule: string, depth: number): void {
    const kind = part.constructor.name;
    if (part instanceof Terminal) this.terminal(part);
    else if (part instanceof NonTerminal) this.rule(part.nonTerminalName, depth + 1);
    else {
      const { definition } = part as WithDefinition;
      if (part instanceof Option) {
        // a sum without what it adds up over is read, and told
        if (rule === "sum") this.all(definition, rule, depth);
        else if (depth < 12 && this.pick(2) === 1) this.all(definition, rule, depth);
      } else if (kind === "Alternation") {
        this.all([definition[this.pick(definition.length)] as IProduction], rule, depth);
      } else if (kind === "Alternative") {
        this.all(definition, rule, depth);
      } else {
        this.repeat(part as WithDefinition, rule, depth);
      }
    }
  }

  private repeat(part: WithDefinition, rule: string, depth: number): void {
    const separator = (part as { separator?: { PATTERN?: unknown } }).separator?.PATTERN;
    const only = part.definition[0];
    const least = part.constructor.name.startsWith("RepetitionMandatory") ? 1 : 0;
    // a weight or a band behind its braces is read, and told
    if (rule === "allocation" && this.out[this.out.length - 1] === "}") return;
    const once = rule === "registration" || rule === "year" || rule === "tradingTerm";
    if (
      only?.constructor.name === "Alternation" &&
      part.definition.length === 1 &&
      (!repeating.has(rule) || (rule === "limit" && !this.inRules()))
    ) {
      // parts that stand once, in any order; a waiver has all of them
      const left = [...(only as Alternation).definition];
      // the last member may have its cost already
      if (rule === "allocation" && this.out.slice(this.allocation).includes("cost")) left.pop();
      // a preference's cost behind its braces is read, and told
      if (rule === "prefer" && !this.inRules()) left.pop();
      const wanted = rule === "waive" ? left.length : this.pick(left.length + 1);
      for (let i = 0; i < wanted; i++) {
        const [chosen] = left.splice(this.pick(left.length), 1);
        this.all([chosen as IProduction], rule, depth);
      }
      return;
    }
    const single = rule === "freeClause" || rule === "prefer" || rule === "operand";
    const most = once ? 1 : depth > 8 ? least : least + this.pick(single ? 2 : 4);
    for (let i = 0; i < most; i++) {
      if (i > 0 && typeof separator === "string") this.out.push(separator);
      this.all(part.definition, rule, depth);
    }
  }

  /** Inside a limit's braces, not among what follows them */
  private inRules(): boolean {
    return this.out[this.out.length - 1] === "{";
  }

  private terminal(part: Terminal): void {
    const samples = samplesOf.get(part.terminalType);
    if (samples !== undefined) this.one(samples);
    else this.out.push(spelling(part.terminalType) ?? (part.terminalType === V.LessEqual ? "<=" : "-"));
  }
}

const breaks = [
  " ",
  " ",
  " ",
  " ",
  "\n",
  "\n  ",
  "\n\n\n",
  " // note\n",
  " /* aside */ ",
  "\n/// about it\n",
];

/** Texts of `declarations` random declarations, valid as syntax, with comments and line breaks between the tokens. */
export function program(size = 400): fc.Arbitrary<string> {
  const tape = fc.array(fc.nat({ max: 5039 }), { minLength: 1, maxLength: size, size: "max" });
  return fc
    .tuple(tape, fc.array(fc.nat({ max: breaks.length * 4 - 1 }), { maxLength: 300 }))
    .map(([choices, spaces]) => {
      const walk = new Walk(choices, parser().getGAstProductions());
      for (let i = 0; i < 1 + ((choices[0] ?? 0) % 4); i++) walk.rule("declaration", 0);
      return walk.out.map((word, i) => word + (breaks[spaces[i] ?? 0] ?? " ")).join("");
    });
}
