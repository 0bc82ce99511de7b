/** The grammar at work, as an editor runs it. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { extensionFolder } from "./folder.ts";

export interface Piece {
  readonly text: string;
  /** from the outermost inwards, without the grammar's own */
  readonly scopes: readonly string[];
}

/** Loads the grammar; the result gives each line of a text as its pieces. */
export async function tokenizer(): Promise<(text: string) => readonly (readonly Piece[])[]> {
  const wasm = readFileSync(createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope) => {
      if (scope !== "source.mandate") return Promise.resolve(null);
      const path = join(extensionFolder, "syntaxes", "mandate.tmLanguage.json");
      return Promise.resolve(textmate.parseRawGrammar(readFileSync(path, "utf8"), path));
    },
  });
  const grammar = await registry.loadGrammar("source.mandate");
  if (grammar === null) throw new Error("the grammar does not load");
  return (text) => {
    let state = textmate.INITIAL;
    return text.split("\n").map((line) => {
      const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      return tokens.map(({ startIndex, endIndex, scopes }) => ({
        text: line.slice(startIndex, endIndex),
        scopes: scopes.slice(1),
      }));
    });
  };
}
