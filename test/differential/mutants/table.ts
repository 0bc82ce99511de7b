/** Errors planted in the lowering, one at a time: each kind of row, bound and cost at least once. */
import { chargedMutants } from "./charged.ts";
import type { Mutant } from "./mutant.ts";
import { permittedMutants } from "./permitted.ts";

export const mutants: readonly Mutant[] = [...permittedMutants, ...chargedMutants];
