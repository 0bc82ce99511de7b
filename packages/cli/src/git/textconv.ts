/**
 * A policy file as git should compare it: what it declares, in the one layout and in an order of its own, without its
 * comments. So `git diff` and `git log -p` show what is said, and are silent about what moved.
 */
import { format, parse } from "@mandate/dsl";

/** A text in which something is wrong is compared as it is. */
export function textconv(text: string): string {
  const { file, findings } = parse(text);
  if (findings.length > 0) return text;
  const declarations = file.declarations.map(({ span }) => {
    let bare = "";
    let from = span.start;
    for (const comment of file.comments) {
      if (comment.span.start < span.start || comment.span.end > span.end) continue;
      bare += text.slice(from, comment.span.start);
      from = comment.span.end;
    }
    return format(bare + text.slice(from, span.end)).trim();
  });
  return declarations
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
    .map((declaration) => `${declaration}\n`)
    .join("\n");
}
