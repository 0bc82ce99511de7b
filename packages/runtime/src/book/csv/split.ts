/** One line into cells. */

export interface Split {
  readonly cells: readonly string[];
  /** `open`: a quoted cell has no closing quote; `broken`: text goes on after a closing quote */
  readonly state: "whole" | "open" | "broken";
}

/** Splits at commas; quotes around a cell keep commas and line ends in it, and two quotes in it are one. */
export function splitLine(text: string): Split {
  if (!text.includes('"')) return { cells: text.split(","), state: "whole" };
  const cells: string[] = [];
  let at = 0;
  for (;;) {
    if (text.charAt(at) === '"') {
      let cell = "";
      at += 1;
      for (;;) {
        const quote = text.indexOf('"', at);
        if (quote < 0) return { cells: [...cells, cell + text.slice(at)], state: "open" };
        cell += text.slice(at, quote);
        at = quote + 1;
        if (text.charAt(at) !== '"') break;
        cell += '"';
        at += 1;
      }
      cells.push(cell);
      if (at === text.length) return { cells, state: "whole" };
      if (text.charAt(at) !== ",") return { cells, state: "broken" };
      at += 1;
    } else {
      const comma = text.indexOf(",", at);
      cells.push(text.slice(at, comma < 0 ? text.length : comma));
      if (comma < 0) return { cells, state: "whole" };
      at = comma + 1;
    }
    if (at === text.length) return { cells: [...cells, ""], state: "whole" };
  }
}
