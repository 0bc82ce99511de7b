#!/usr/bin/env node
import { runScript } from "./lib/script.mjs";
import { bootstrap, root } from "./lib/setup.mjs";
import { runStep, summary } from "./lib/steps.mjs";

const ci = process.env.CI !== undefined && process.env.CI !== "" && process.env.CI !== "false";

/**
 * What must hold, longest first among those that share the machine; a step that says `alone` uses every core itself.
 *
 * @type {import("./lib/steps.mjs").Step[]}
 */
const steps = [
  { name: "types", command: "tsc", args: ["-b"] },
  { name: "rooms", command: "depcruise", args: ["packages", "test", "--output-type", "err-long"] },
  { name: "dead code", command: "knip", args: [] },
  { name: "style", command: "biome", args: ["ci", "--error-on-warnings"] },
  {
    name: "tests",
    command: "vitest",
    args: ["run", "--project", "!editors", ...(ci ? ["--coverage"] : [])],
    alone: true,
  },
  { name: "editors", command: "vitest", args: ["run", "--project", "editors"], alone: true },
];

await runScript("test", async () => {
  await bootstrap();
  const asked = process.argv.slice(2);
  const unknown = asked.filter((name) => !steps.some((step) => step.name === name));
  if (unknown.length > 0)
    throw new Error(
      `there is no step \`${unknown[0]}\`; the steps are ${steps.map((step) => `\`${step.name}\``).join(", ")}`,
    );
  const chosen = asked.length === 0 ? steps : steps.filter((step) => asked.includes(step.name));

  /** @type {import("./lib/steps.mjs").Outcome[]} */
  const outcomes = [];
  const queue = chosen.filter((step) => step.alone !== true);
  const worker = async () => {
    for (let step = queue.shift(); step !== undefined; step = queue.shift())
      outcomes.push(await runStep(root, step));
  };
  await Promise.all([worker(), worker()]);
  for (const step of chosen.filter((candidate) => candidate.alone === true))
    outcomes.push(await runStep(root, step));

  process.stdout.write(summary(chosen, outcomes));
  return outcomes.every((outcome) => outcome.passed) ? 0 : 1;
});
