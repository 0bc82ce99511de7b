import { format, parse } from "@mandate/dsl";
import { lex, parser } from "../../../packages/dsl/src/testing/index.ts";
import type { Section } from "../bench.ts";
import { largeProject } from "../large.ts";

/** Everything that dsl does with a text, against Chevrotain's lexer and grammar over the same text and nothing around them. */
export const section: Section = {
  title: "parser: about 1,000 files and 100,000 lines",
  run: async (bench) => {
    const texts = largeProject().policies.map(({ text }) => text);
    const lines = texts.reduce((sum, text) => sum + text.split("\n").length - 1, 0);
    const blocks = texts.reduce((sum, text) => sum + (text.match(/^account "/gm)?.length ?? 0), 0);
    const tokens = texts.reduce((sum, text) => sum + parse(text).tokens.length, 0);
    const work = { count: lines, of: "lines" };
    const over = (work: (text: string) => unknown) => () => {
      for (const text of texts) work(text);
    };
    const alone = "Chevrotain: tokens and grammar alone";
    await bench.time("tokens", over(lex), { work });
    const grammar = parser();
    await bench.time(
      alone,
      over((text) => grammar.run(text, lex(text).tokens, [])),
      { work },
    );
    await bench.time("parse", over(parse), { work, against: alone });
    await bench.time("format", over(format), { work, against: alone });
    bench.note(`${texts.length} files, ${lines} lines, ${blocks} account blocks, ${tokens} tokens`);
  },
};
