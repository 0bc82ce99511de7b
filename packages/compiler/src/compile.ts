/** From a project's texts to the bundle: one stage after another, each with its own folder. */
import { type AccountResult, groupAccounts, resolveAccount } from "./accounts/accounts.ts";
import { assemble } from "./bundle/assemble.ts";
import type { AccountColumnIR, Bundle } from "./bundle/index.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import { createReporter, inOrder, unrepeated } from "./diagnostics/reporter.ts";
import { withoutEchoes } from "./files/echoes.ts";
import { type ReadFile, readFile } from "./files/read.ts";
import { type Firm, resolveFirm } from "./firm/firm.ts";
import type { ProjectInput } from "./input.ts";
import { byCodeUnit } from "./project/paths.ts";
import { type SemanticModel, semanticModel } from "./semantic/model.ts";
import { emptySetTable } from "./sets/value.ts";
import { lazily } from "./text/lazily.ts";
import { checkAttributes, isAttributeType } from "./universe/universe.ts";

export interface CompileOptions {
  /** ISO date: waivers end against it */
  readonly today: string;
}

export interface Compilation {
  /** only where there is no error; put together when first asked for */
  readonly bundle?: Bundle;
  /** by file, then place */
  readonly diagnostics: readonly Diagnostic[];
  /** what tools ask about, errors or not */
  readonly model: SemanticModel;
}

/** Compiles a project. Any text gives diagnostics; nothing is thrown. Same input, same bundle. */
export function compile(project: ProjectInput, options: CompileOptions): Compilation {
  const files = [...project.files].sort((a, b) => byCodeUnit(a.path, b.path)).map((file) => readFile(file));
  const firm = resolveFirm(project, options.today, files, emptySetTable());
  const reporter = createReporter();
  const accounts: AccountResult[] = [];
  for (const [account, blocks] of groupAccounts(files, reporter))
    accounts.push(resolveAccount(firm.policies, firm.profiles, account, blocks));
  return compilationOf({ files, firm, accounts, diagnostics: reporter.take() });
}

/** What the stages made of a project. */
export interface Stages {
  /** in the order of their paths */
  readonly files: readonly ReadFile[];
  readonly firm: Firm;
  /** in the order of their first blocks */
  readonly accounts: readonly AccountResult[];
  /** of accounts that are declared twice */
  readonly diagnostics: readonly Diagnostic[];
}

/** Brings together what the stages found. */
export function compilationOf(stages: Stages): Compilation {
  const { files, firm, accounts } = stages;
  const { env } = firm;
  const facts = new Set(firm.facts);
  const found: Diagnostic[] = [];
  for (const file of files) found.push(...file.diagnostics);
  found.push(...firm.diagnostics, ...stages.diagnostics);
  for (const account of accounts) {
    for (const fact of account.facts) facts.add(fact);
    for (const diagnostic of account.diagnostics) found.push(diagnostic);
  }
  const reporter = createReporter();
  checkAttributes(env.declarations, env.universe, facts, reporter);
  found.push(...reporter.take());
  const diagnostics = inOrder(
    withoutEchoes(
      unrepeated(found),
      files.map(({ unit }) => unit),
    ),
  );
  const bundle = lazily(() =>
    assemble({
      firm: { ir: firm.parts, sets: firm.sets },
      accounts,
      columns: accountColumns(firm, facts),
      table: env.sets.list,
    }),
  );
  const model = semanticModel(stages, bundle);
  if (diagnostics.some(({ severity }) => severity === "error")) return { diagnostics, model };
  return {
    get bundle() {
      return bundle();
    },
    diagnostics,
    model,
  };
}

/** Facts that nothing but a column of the book can tell; the others have columns of their own, or policies tell them. */
function accountColumns({ env }: Firm, facts: ReadonlySet<string>): readonly AccountColumnIR[] {
  return [...facts].sort().flatMap((name): AccountColumnIR[] => {
    const entity = env.declarations.byName.get(name);
    if (entity?.kind !== "attribute") return [{ name, type: "text" }];
    const type = entity.node.type.text;
    return isAttributeType(type) ? [{ name, type }] : [];
  });
}
