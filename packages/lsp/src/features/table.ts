/** Every feature, a row each. */

import { codeActions } from "./codeActions.ts";
import { codeLens } from "./codeLens.ts";
import { completion } from "./completion.ts";
import { documentLinks } from "./documentLinks.ts";
import { documentSymbols } from "./documentSymbols.ts";
import type { Feature } from "./feature.ts";
import { folding } from "./folding.ts";
import { formatting, onTypeFormatting, rangeFormatting } from "./formatting.ts";
import { hierarchies } from "./hierarchy.ts";
import { hover } from "./hover.ts";
import { inlayHints } from "./inlayHints.ts";
import { linkedEditing } from "./linkedEditing.ts";
import { declaration, definition, highlight, references, typeDefinition } from "./navigation.ts";
import { preview } from "./preview.ts";
import { renaming } from "./rename.ts";
import { selection } from "./selection.ts";
import { semanticTokens } from "./semanticTokens.ts";
import { signatureHelp } from "./signatureHelp.ts";
import { workspaceSymbols } from "./workspaceSymbols.ts";

export const features: readonly Feature[] = [
  codeLens,
  hierarchies,
  semanticTokens,
  signatureHelp,
  codeActions,
  completion,
  declaration,
  definition,
  documentLinks,
  documentSymbols,
  folding,
  formatting,
  highlight,
  hover,
  inlayHints,
  linkedEditing,
  onTypeFormatting,
  preview,
  rangeFormatting,
  references,
  renaming,
  selection,
  typeDefinition,
  workspaceSymbols,
];
