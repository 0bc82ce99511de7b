/** A report as a table for people. */
import type { Measurement, Report } from "./bench.ts";

/** Three digits that matter, thousands apart. */
function figure(value: number): string {
  if (!Number.isFinite(value)) return "–";
  const size = Math.abs(value);
  const digits = size >= 100 ? 0 : size >= 10 ? 1 : size >= 0.1 ? 2 : 4;
  return value.toFixed(digits).replace(/\B(?=(\d{3})+(?!\d))(?<!\.\d*)/g, ",");
}

/** What a measurement should be, and whether it is: of its ratio, else of its value. */
function target({ value, unit, ratio, atMost, most }: Measurement): string {
  const told = (met: boolean): string => (met ? "met" : "missed");
  if (atMost !== undefined && ratio !== undefined) return `≤ ${atMost}× (${told(ratio <= atMost)})`;
  return most === undefined ? "" : `≤ ${most} ${unit} (${told(value <= most)})`;
}

function row(measurement: Measurement): string[] {
  const { name, value, unit, perSecond, against, ratio } = measurement;
  return [
    name,
    `${figure(value)} ${unit}`,
    perSecond === undefined ? "" : `${figure(perSecond.rate)} ${perSecond.of}/s`,
    ratio === undefined ? "" : `${figure(ratio)}× ${against}`,
    target(measurement),
  ];
}

/**
 * @param title of the section
 * @param peak memory, in bytes, of the process that ran it
 */
export function table(title: string, report: Report, peak: number): string {
  const head = ["", "median", "rate", "ratio", "target"];
  const rows = [head, ...report.measurements.map(row)];
  const used = head.map(
    (_, column) => column < 2 || report.measurements.some((one) => row(one)[column] !== ""),
  );
  const widths = head.map((_, column) => Math.max(...rows.map((cells) => (cells[column] ?? "").length)));
  const lines = rows.map((cells) =>
    cells
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .filter((_, column) => used[column])
      .join("  ")
      .trimEnd(),
  );
  const memory = `peak memory ${figure(peak / 1_048_576)} MB`;
  return [
    `${title} (${memory})`,
    ...lines.map((line) => `  ${line}`),
    ...report.notes.map((note) => `  ${note}`),
    "",
  ].join("\n");
}
