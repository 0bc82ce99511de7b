/** Small projects in one text: `-- path --` starts a file (the txtar format), `//! error` marks a line. */
import type { Layer } from "../bundle/index.ts";
import type { ProjectInput } from "../input.ts";

export interface Marker {
  readonly file: string;
  /** from 1 */
  readonly line: number;
  readonly kind: string;
  /** `//! error MDT3001`: exactly this one */
  readonly code?: string;
}

export interface Archive {
  readonly files: ReadonlyMap<string, string>;
  readonly markers: readonly Marker[];
}

const START = /^-- (\S.*\S|\S) --$/;
const MARKER = /\s*(?:\/\/!|#!) (error|warning|proof)(?: (MDT\d{4}))?\s*$/;

/** Splits an archive; markers of data files (`#! error`) are taken out, those of policies stay as comments. */
export function readArchive(text: string): Archive {
  const files = new Map<string, string>();
  const markers: Marker[] = [];
  let path: string | undefined;
  let lines: string[] = [];
  const close = (): void => {
    if (path !== undefined) files.set(path, lines.join("\n"));
    lines = [];
  };
  for (const line of text.split("\n")) {
    const start = START.exec(line)?.[1];
    if (start !== undefined) {
      close();
      path = start;
      continue;
    }
    if (path === undefined) continue;
    const [, kind, code] = MARKER.exec(line) ?? [];
    if (kind !== undefined) {
      markers.push({ file: path, line: lines.length + 1, kind, ...(code === undefined ? {} : { code }) });
    }
    lines.push(path.endsWith(".mandate") ? line : line.replace(MARKER, ""));
  }
  close();
  return { files, markers };
}

function layerOf(path: string): Layer | "none" {
  if (path.startsWith("firm/")) return "firm";
  if (path.startsWith("advisors/")) return "advisor";
  return path.startsWith("clients/") ? "client" : "none";
}

/** A project of these files, with the default manifest. */
export function projectOf(files: ReadonlyMap<string, string>): ProjectInput {
  return {
    manifest: {
      name: "case",
      universe: "data/securities.csv",
      layers: { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] },
    },
    files: [...files]
      .filter(([path]) => path.endsWith(".mandate"))
      .map(([path, text]) => ({ path, text, layer: layerOf(path) })),
    read: (path) => {
      const text = files.get(path);
      return text === undefined ? undefined : { text };
    },
  };
}
