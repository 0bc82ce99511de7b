/** The page around a preview: nothing is loaded but what the extension carries, and no text can become a program. */

export interface Shell {
  /** where the webview may load from */
  readonly source: string;
  readonly script: string;
  readonly style: string;
  /** drawn anew for each page */
  readonly nonce: string;
}

export function shell({ source, script, style, nonce }: Shell): string {
  const policy = [
    "default-src 'none'",
    `style-src ${source}`,
    `script-src 'nonce-${nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Portfolio</title>
<link rel="stylesheet" href="${style}">
</head>
<body>
<main id="portfolio" aria-live="polite" tabindex="-1"></main>
<script nonce="${nonce}" src="${script}"></script>
</body>
</html>
`;
}
