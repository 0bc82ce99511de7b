/** How a clause's effect changed over the revisions of the project. */
import { diff, nearest } from "@mandate/compiler";
import { createHighs } from "@mandate/solver";
import { WORDS, witnessText } from "../diff/report.ts";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { commitText } from "../git/commit.ts";
import { repositoryOf } from "../git/git.ts";
import { type History, historyOf } from "../git/revisions.ts";
import { asOf, type Call, has, wholeNumberOf } from "../options.ts";
import { soundProject } from "../project/compile.ts";
import type { World } from "../world.ts";

/** Commits that are looked at where nothing else is said. */
const MOST = 50;

export async function run(world: World, call: Call): Promise<ExitCode> {
  const [name] = call.arguments;
  if (name === undefined) throw new CliError("name the clause, as in `mandate log SingleIssuer`");
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { bundle, loaded } = project;
  const today = asOf(call) ?? world.today;
  const repository = repositoryOf(loaded.root);
  const backend = await createHighs();
  try {
    const most = wholeNumberOf(call, "max", 1) ?? MOST;
    const history = historyOf(loaded.root, repository, ({ clause }) => clause === name, {
      today,
      most,
      backend,
    });
    if (history.steps.length === 0) {
      const names = diff(bundle, bundle, backend, { today }).map(({ clause }) => clause);
      if (!names.includes(name)) throw new CliError(unknown(name, names));
    }
    world.out.write(has(call, "json") ? `${JSON.stringify(history, null, 2)}\n` : page(name, history));
    return EXIT.clean;
  } finally {
    backend.dispose();
  }
}

function unknown(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  const meant = near === undefined ? "" : `; did you mean \`${near}\`?`;
  return `no clause is or was called \`${name}\` in the commits that were looked at${meant}`;
}

function page(name: string, { steps, unsound, looked, more }: History): string {
  const lines = [name];
  for (const { commit, change } of steps) {
    lines.push("", `  ${commitText(commit)}`, `    ${change.change}: ${WORDS[change.change]}`);
    if (change.note !== undefined) lines.push(`    ${change.note}`);
    for (const witness of change.witness) lines.push(`    ${witnessText(witness, ["before", "after"])}`);
  }
  const end = [`${looked} ${looked === 1 ? "commit" : "commits"} looked at`];
  if (more) end.push("there are older ones: `--max` says how many to look at");
  if (unsound.length > 0)
    end.push(`the policies do not check in ${unsound.length} of them, which are passed over`);
  lines.push("", end.join("; "));
  return `${lines.join("\n")}\n`;
}
