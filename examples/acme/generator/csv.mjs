/** Rows (objects) as CSV text with the given columns; a missing cell is empty. Quotes only where needed. */
export function toCsv(columns, rows) {
  const line = (cells) => cells.map(quoted).join(",");
  return `${[columns, ...rows.map((row) => columns.map((column) => row[column] ?? ""))].map(line).join("\n")}\n`;
}

function quoted(cell) {
  const text = String(cell);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
