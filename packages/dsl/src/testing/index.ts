/** The test kit: the parser's parts one by one, for benchmarks that compare the whole with them. */
export { parser } from "../parse.ts";
export { lex } from "../tokens/lex.ts";
