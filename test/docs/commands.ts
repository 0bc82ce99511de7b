/** Command lines as documentation shows them. */

/** The words of a command line; double quotes keep spaces in one. */
export function wordsOf(line: string): readonly string[] {
  const command = line.replace(/\s+#.*$/, "");
  return [...command.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, bare]) => quoted ?? bare ?? "");
}
