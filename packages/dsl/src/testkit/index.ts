export { keywords } from "../tokens/vocabulary.ts";
export { program } from "./generate.ts";
export { type Mutant, type Mutation, mutant, mutants, mutations } from "./mutate.ts";
export { childNodes, meaning, plain, spanFault } from "./plain.ts";
export { sample } from "./sample.ts";
