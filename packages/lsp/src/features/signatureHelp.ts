/** Signature help inside a measure's brackets. */
import { expectedAt, type Token } from "@mandate/dsl";
import { type SignatureHelp, SignatureHelpRequest } from "vscode-languageserver";
import { offsetAt } from "../projects/snapshot.ts";
import { measureNamed } from "../words/measures.ts";
import { inDocument } from "./feature.ts";

export const signatureHelp = inDocument(
  SignatureHelpRequest.type,
  { signatureHelpProvider: { triggerCharacters: ["(", ","], retriggerCharacters: [" ", ")"] } },
  (here, { position }): SignatureHelp | null => {
    const { before } = expectedAt(here.source.text, offsetAt(here, position));
    const open = openCall(before);
    const measure = open === undefined ? undefined : measureNamed(before[open - 1]?.image ?? "");
    if (open === undefined || measure === undefined) return null;
    const within = outermost(before.slice(open + 1));
    const ofs = within.filter((image) => image === "of" || image === ":").length;
    const commas = within.filter((image) => image === ",").length;
    const forms = measure.forms.filter(({ parameters }) => parameters.length > 0);
    const active = ofs > 0 ? forms.findLastIndex(({ parameters }) => parameters.length > 1) : 0;
    return {
      signatures: forms.map(({ label, parameters }) => ({
        label,
        documentation: { kind: "markdown", value: `${measure.about}\n\nunit: ${measure.unit}` },
        parameters: places(label, parameters),
      })),
      activeSignature: Math.max(active, 0),
      activeParameter: Math.max(ofs, commas),
    };
  },
  "lately",
);

/** Parameters as stretches of the label, each after the one before it. */
function places(label: string, parameters: readonly string[]): { label: [number, number] }[] {
  let from = label.indexOf("(");
  return parameters.map((parameter) => {
    const start = label.indexOf(parameter, from);
    from = start + parameter.length;
    return { label: [start, from] };
  });
}

function openCall(before: readonly Token[]): number | undefined {
  let depth = 0;
  for (let index = before.length - 1; index >= 0; index--) {
    const image = before[index]?.image;
    if (image === ")") depth++;
    else if (image === "(" && depth-- === 0) return index;
    else if (image === "{" || image === "}") return undefined;
  }
  return undefined;
}

function outermost(tokens: readonly Token[]): readonly string[] {
  let depth = 0;
  return tokens.flatMap(({ image }) => {
    if (image === "(") depth++;
    else if (image === ")") depth--;
    return depth === 0 ? [image] : [];
  });
}
