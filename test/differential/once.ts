/** One run over some seeds, as a process of its own: what a mutant is built into. Arguments: first seed, count, most. */
import { createHighs } from "@mandate/solver";
import { examineSeeds } from "./seeds.ts";

const [from = 1, count = 1, most = 1, points = 5] = process.argv.slice(2).map(Number);
const backend = await createHighs();
const effort = { points, columns: 0, conflicts: false };
const now = () => performance.now();
const { accounts, differences, tally } = examineSeeds({ from, count, most }, backend, effort, now);
backend.dispose();
process.stdout.write(`${JSON.stringify({ accounts, differences, tally: Object.fromEntries(tally) })}\n`);
