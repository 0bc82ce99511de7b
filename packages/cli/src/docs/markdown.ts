/** Pieces of Markdown. Whatever a policy says is escaped: it is text, never markup. */

export function escaped(text: string): string {
  return (
    text
      .replace(/&/g, "&amp;")
      .replace(/</g, "&lt;")
      .replace(/>/g, "&gt;")
      .replace(/[\\`*_{}[\]#|~]/g, "\\$&")
      // GFM makes links of bare addresses.
      .replace(/:(?=\/\/)/g, "&#58;")
      .replace(/\bwww\./gi, "www&#46;")
      .replace(/@/g, "&#64;")
      .replace(/\s+/g, " ")
  );
}

/** Text in the type of the policies' own words. */
export function code(text: string): string {
  // A table cell ends at a bar even inside code.
  const plain = text.replace(/\s+/g, " ").replaceAll("|", "\\|");
  const ticks = "`".repeat(1 + Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)));
  const pad = ticks.length > 1 ? " " : "";
  return `${ticks}${pad}${plain}${pad}${ticks}`;
}

/** A table; cells are Markdown already. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => (cell === "" ? " " : cell)).join(" | ")} |\n`;
  return `${line(header)}${line(header.map(() => "---"))}${rows.map(line).join("")}`;
}

/** A heading and what stands below it; nothing where there is nothing to say. */
export function section(level: number, title: string, parts: readonly string[]): string {
  const body = parts.filter((part) => part !== "");
  return body.length === 0
    ? ""
    : `${"#".repeat(level)} ${title}\n\n${body.map((part) => part.trimEnd()).join("\n\n")}\n`;
}
