/** `explain ACCOUNT --why-not "sell AAPL"`: the project with the question as one more limit, and the account solved under it. */
import { compile, type Diagnostic, type LoadedProject, type ProjectInput } from "@mandate/compiler";
import { ask, type Question, questionOf, type Reply } from "@mandate/runtime";
import { CliError, EXIT } from "../exit.ts";
import { asOf, type Call } from "../options.ts";
import { soundProject } from "../project/compile.ts";
import type { World } from "../world.ts";
import { withAccount } from "./account.ts";

/** The file that a question is compiled as; no project has one of that name, since it ends in no known way. */
const QUESTION = "(what you ask)";

const limitName = (at: number): string => `what you ask, ${at + 1}`;

/**
 * @returns the exit code where the project itself is not sound
 * @throws {CliError} where the question cannot be understood, or the book not be read
 */
export async function whyNot(
  world: World,
  call: Call,
  account: string,
  asked: string,
): Promise<Reply | typeof EXIT.found> {
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { loaded } = project;
  const question = questionOf(asked);
  const bundle = bundleWith(loaded, question, asOf(call) ?? world.today);
  const limits = question.attempts.map((_, at) => limitName(at));
  return withAccount(world, call, loaded, bundle, account, (inquiry) =>
    ask({ ...inquiry, limits, question }),
  );
}

function bundleWith(loaded: LoadedProject, question: Question, today: string) {
  const { input } = loaded;
  if (input === undefined) throw new CliError("the project has no policies");
  const text = question.attempts.map(({ limit }, at) => `limit \`${limitName(at)}\` { ${limit} }`).join("\n");
  const file = { path: QUESTION, text, layer: "firm" as const };
  const extended: ProjectInput = { ...input, files: [...input.files, file] };
  const { bundle, diagnostics } = compile(extended, { today });
  const wrong = diagnostics.filter((one) => one.severity === "error");
  if (bundle === undefined || wrong.length > 0) throw new CliError(misunderstood(question, wrong));
  return bundle;
}

function misunderstood({ asked }: Question, wrong: readonly Diagnostic[]): string {
  const [first] = wrong;
  const help = first?.help === undefined ? "" : `; ${first.help}`;
  const why = `${unwrapped(first?.message ?? "it is no limit")}${help}`;
  return `\`${asked}\` cannot be asked: ${why}${why.endsWith("?") ? "" : "."} Ask as in \`sell AAPL\`, \`buy $5,000 of VTI\`, or with a limit of the language, as in \`weight(Equity) >= 62%\``;
}

/** The question was asked as a limit's text: where that ends is where the question does. */
function unwrapped(message: string): string {
  const end = message.search(/ before `}`, in limit `what you ask, \d+`$/);
  return end === -1 ? message : `${message.slice(0, end)} at its end`;
}
