/** Names that are typed once and change together: the variable of a loop, which nobody outside of it can see. */
import { LinkedEditingRangeRequest, type LinkedEditingRanges } from "vscode-languageserver";
import { meantAt, placesOf } from "../projects/meant.ts";
import { offsetAt, rangeAt } from "../projects/snapshot.ts";
import { inDocument } from "./feature.ts";

/** As plain names are written; a variable is never in back-ticks. */
const NAME = "[A-Za-z_][A-Za-z0-9_]*";

export const linkedEditing = inDocument(
  LinkedEditingRangeRequest.type,
  { linkedEditingRangeProvider: true },
  (here, { position }): LinkedEditingRanges | null => {
    const meant = meantAt(here, offsetAt(here, position));
    // Other names may stand in other files: for those there is rename.
    if (meant?.is !== "variable") return null;
    return {
      ranges: placesOf(meant, here.source.path).map(({ span }) => rangeAt(here, span)),
      wordPattern: NAME,
    };
  },
);
