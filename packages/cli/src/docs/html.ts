import { marked } from "marked";

const style = `body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1c2430; }
h2 { margin-top: 2.5rem; border-bottom: 1px solid #c9d1db; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; vertical-align: top; padding: .3rem .6rem; border-bottom: 1px solid #e3e7ec; }
code { font-size: .9em; background: #f3f5f8; padding: .1em .25em; }
@media print { body { max-width: none; } h3, table { break-inside: avoid; } }`;

/** A page of its own, readable without a network, from the handbook's Markdown. */
export function htmlPage(markdown: string, title: string): string {
  const body = marked.parse(markdown, { async: false, gfm: true });
  const named = title.replace(/&/g, "&amp;").replace(/</g, "&lt;");
  return `<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width">\n<title>${named}</title>\n<style>\n${style}\n</style>\n</head>\n<body>\n${body}</body>\n</html>\n`;
}
