/** Objectives: convex costs of every kind. */
import type { Random } from "../random.ts";
import type { OptionPlan } from "./plan.ts";
import { decimal, money } from "./write.ts";

export interface ObjectiveChoice {
  /** `risk cost`: needs a risk model in the book */
  readonly risk: boolean;
  /** `taxes netted` */
  readonly netted: boolean;
}

/** Slopes rise from step to step and so do the points where they begin, so that the cost is convex. */
function steps(random: Random): string {
  const count = random.integer(1, 3);
  let [slope, beyond] = [0, random.pick([0, 0, 25, 50, 100])];
  const written = Array.from({ length: count }, () => {
    slope += random.integer(5, 60);
    const from = beyond === 0 ? "" : ` beyond ${decimal(beyond / 100, 2)}pp`;
    beyond += random.integer(1, 8) * 50;
    return `${slope}bps per 1pp${from}`;
  });
  return written.join(", ");
}

/** The multiplier of taxes, without the word before it. */
function times(random: Random, options: readonly OptionPlan[]): string {
  const sensitivity = options.find((option) => option.name === "Tax.sensitivity");
  if (sensitivity !== undefined && random.chance(0.7)) return ` times ${sensitivity.name}`;
  return random.chance(0.5) ? ` times ${decimal(random.integer(1, 8) / 4, 2)}` : "";
}

export function makeObjective(
  random: Random,
  options: readonly OptionPlan[],
  choice: ObjectiveChoice,
): string {
  const lines = [`drift of securities cost ${steps(random)}`];
  if (random.chance(0.85)) lines.unshift(`drift of classes cost ${steps(random)}`);
  if (choice.risk) lines.push(`risk cost ${random.integer(1, 20)}bps per 1%²`);
  if (random.chance(0.9) || choice.netted) {
    const unused = choice.netted && random.chance(0.5) ? ` unused loss worth ${random.integer(0, 10)}%` : "";
    lines.push(`taxes${choice.netted ? " netted" : ""}${times(random, options)}${unused}`);
  }
  if (random.chance(0.8)) {
    const ticket = random.chance(0.6) ? ` ticket ${money(random.pick([0, 1, 4.95, 20]))}` : "";
    lines.push(`trading commission ${random.integer(0, 10)}bps${ticket}`);
  }
  return `objective {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`;
}
