/** What a program prints, as a terminal of the editor shows it. */

const PLACE = /^((?:error|warning)\s+MDT\d{4}\s+)(?=\S+:\d+:\d+$)/;

/**
 * Takes text as it comes, gives whole lines.
 *
 * @param place the project's folder, relative to the workspace's; places are relative to that one, as the Problems view and
 *   the terminal's links take them
 */
export function printedLines(
  place: string,
  write: (line: string) => void,
): { readonly take: (text: string) => void; readonly end: () => void } {
  let rest = "";
  const line = (text: string): void =>
    write(place === "" ? text : text.replace(PLACE, (_, head: string) => `${head}${place}/`));
  return {
    take: (text) => {
      const lines = (rest + text).split(/\r?\n/);
      rest = lines.pop() ?? "";
      for (const one of lines) line(one);
    },
    end: () => {
      if (rest !== "") line(rest);
      rest = "";
    },
  };
}
