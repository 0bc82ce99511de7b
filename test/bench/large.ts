/** The large project of the benchmarks: about 1,000 files and 100,000 lines, well over 10,000 account blocks. */
import { type GeneratedProject, generateProject } from "../generate/project.ts";

export interface LargeProject {
  readonly project: GeneratedProject;
  /** the policy files, in the order of their paths */
  readonly policies: readonly { readonly path: string; readonly text: string }[];
}

export interface LargeSize {
  readonly accounts?: number;
  readonly files?: number;
  readonly seed?: number;
}

/** A firm like any other generated one; half of its files are advisors', half clients'. */
export function largeProject({ accounts = 12_500, files = 1_000, seed = 1 }: LargeSize = {}): LargeProject {
  const project = generateProject(seed, {
    accounts,
    accountsPerFile: Math.ceil((2 * accounts) / files),
    securities: 200,
    models: 8,
    limits: 40,
    lists: 10,
    profiles: 6,
    preferences: 6,
    tests: 10,
    levels: 3,
  });
  const policies = [...project.files].flatMap(([path, text]) =>
    path.endsWith(".mandate") ? [{ path, text }] : [],
  );
  return { project, policies };
}
