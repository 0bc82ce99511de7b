/** Code lenses: run a test, prove the policies, how often a name is used, which accounts follow a model. */
import type { Declaration, Name } from "@mandate/dsl";
import { type CodeLens, CodeLensRequest, type Location } from "vscode-languageserver";
import { type Here, locationOf, rangeAt } from "../projects/snapshot.ts";
import { inDocument } from "./feature.ts";

/**
 * Commands of the client's. `mandate.runTest` takes the file's URI and the test's title, `mandate.prove` the file's URI;
 * `mandate.showReferences` takes a URI, a position and locations, as `editor.action.showReferences` does.
 */
const lensCommands = {
  runTest: "mandate.runTest",
  prove: "mandate.prove",
  references: "mandate.showReferences",
} as const;

export const codeLens = inDocument(CodeLensRequest.type, { codeLensProvider: {} }, (here) =>
  here.source.parsed.file.declarations.flatMap((node) => lenses(here, node)),
);

function lenses(here: Here, node: Declaration): CodeLens[] {
  const { snapshot, source } = here;
  const uri = snapshot.uri(source.path);
  switch (node.kind) {
    case "Test":
      if (node.title.missing === true) return [];
      return [
        {
          range: rangeAt(here, node.title.span),
          command: { title: "Run test", command: lensCommands.runTest, arguments: [uri, node.title.value] },
        },
      ];
    case "Objective":
      return [
        {
          range: rangeAt(here, { start: node.span.start, end: node.span.start + "objective".length }),
          command: { title: "Prove", command: lensCommands.prove, arguments: [uri] },
        },
      ];
    case "Model":
      return [...accounts(here, node.name), ...uses(here, node.name)];
    case "LimitDeclaration":
      return uses(here, node.limit.name);
    case "PreferDeclaration":
      return uses(here, node.prefer.name);
    case "List":
    case "Sleeve":
    case "Menu":
    case "Profile":
    case "Attribute":
    case "Equivalents":
      return uses(here, node.name);
    default:
      return [];
  }
}

function lens(here: Here, name: Name, title: string, locations: readonly Location[]): CodeLens {
  const range = rangeAt(here, name.span);
  return {
    range,
    command: {
      title,
      command: lensCommands.references,
      arguments: [here.snapshot.uri(here.source.path), range.start, locations],
    },
  };
}

function uses(here: Here, name: Name): CodeLens[] {
  const symbol = here.snapshot.compilation.model.symbols.get(name.text);
  if (symbol?.declaration?.file !== here.source.path || symbol.declaration.span.start !== name.span.start)
    return [];
  const { references } = symbol;
  const title = references.length === 1 ? "1 reference" : `${references.length} references`;
  return [
    lens(
      here,
      name,
      title,
      references.map((place) => locationOf(here.snapshot, place)),
    ),
  ];
}

/** Of blocks that state it themselves; what the book's rows state is the book's to count. */
function accounts(here: Here, name: Name): CodeLens[] {
  const { partial } = here.snapshot.compilation.model;
  const stated = partial.accounts.flatMap(({ blocks }) =>
    blocks.flatMap(({ model }) => (model?.name === name.text ? [model.source] : [])),
  );
  if (stated.length === 0) return [];
  const places = stated.map(({ file, start, end }) =>
    locationOf(here.snapshot, { file, span: { start, end } }),
  );
  return [lens(here, name, stated.length === 1 ? "1 account" : `${stated.length} accounts`, places)];
}
