/** Results as JUnit XML, which CI systems read. */
import type { TestResult } from "@mandate/runtime";

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** XML 1.0 can hold no control character but tab and line breaks. */
function writable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return code >= 0x20 || character === "\t" || character === "\n" || character === "\r";
}

function escaped(text: string): string {
  return [...text].map((c) => (writable(c) ? (ESCAPES[c] ?? c) : "\ufffd")).join("");
}

export function junit(project: string, results: readonly TestResult[]): string {
  const failed = results.filter((result) => result.status === "failed").length;
  const cases = results.map((result) => {
    const head = `    <testcase classname="${escaped(result.file)}" name="${escaped(result.name)}"`;
    if (result.status === "passed") return `${head}/>`;
    const messages = result.failures.map((failure) => `${failure.file}:${failure.line}: ${failure.message}`);
    const [first = "failed"] = messages;
    return `${head}>\n      <failure message="${escaped(first)}">${escaped(messages.join("\n"))}</failure>\n    </testcase>`;
  });
  const suite = `  <testsuite name="${escaped(project)}" tests="${results.length}" failures="${failed}">`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suite}\n${cases.join("\n")}\n  </testsuite>\n</testsuites>\n`;
}
