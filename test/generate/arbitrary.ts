/** The generators as fast-check arbitraries: a failure shrinks to a small project, then to a small seed. */
import fc from "fast-check";
import { type GeneratedProject, generateProject, type ProjectOptions } from "./project.ts";

/** Projects of every size up to the one asked for; what `fixed` says holds for all. */
export function projects(fixed: ProjectOptions = {}): fc.Arbitrary<GeneratedProject> {
  const size = fc.record({
    securities: fc.integer({ min: 4, max: 60 }),
    levels: fc.integer({ min: 1, max: 3 }),
    models: fc.integer({ min: 1, max: 4 }),
    lists: fc.integer({ min: 0, max: 5 }),
    limits: fc.integer({ min: 0, max: 10 }),
    preferences: fc.integer({ min: 0, max: 3 }),
    profiles: fc.integer({ min: 0, max: 2 }),
    accounts: fc.integer({ min: 1, max: 6 }),
    tests: fc.integer({ min: 0, max: 2 }),
  });
  return fc
    .tuple(fc.integer({ min: 0, max: 0x7fffffff }), size)
    .map(([seed, options]) => generateProject(seed, { ...options, ...fixed }));
}
