/** The test kit: what the extension contributes, as an editor reads it. */
export { extensionFolder } from "./folder.ts";
export { sayHello } from "./hello.ts";
export { type Snippet, snippets } from "./snippets.ts";
export { type Piece, tokenizer } from "./tokenize.ts";
