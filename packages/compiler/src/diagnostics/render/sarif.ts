/** SARIF 2.1.0 (OASIS), typed by the definitions that are made from its published schema. */
import type { Location, Log, Region, ReportingDescriptor, Result, Fix as SarifFix } from "sarif";
import { entries } from "../../catalogue/index.ts";
import type { Diagnostic, Fix, Place, Severity } from "../diagnostic.ts";
import { type Places, places, type RenderContext } from "./places.ts";

const levels: Readonly<Record<Severity, Result.level>> = {
  error: "error",
  warning: "warning",
  information: "note",
};

const rules: readonly ReportingDescriptor[] = entries.map(({ code, name, severity, page }) => ({
  id: code,
  // SARIF asks for a name in PascalCase (3.49.7).
  name: name.replace(/(?:^|-)(.)/g, (_, letter: string) => letter.toUpperCase()),
  shortDescription: { text: name.replaceAll("-", " ") },
  fullDescription: { text: page.why },
  help: { text: page.why },
  defaultConfiguration: { level: levels[severity] },
}));
const indexOf = new Map(rules.map(({ id }, index) => [id, index]));

/** A SARIF log of one run, with the whole catalogue as its rules. `version` is the program's own. */
export function renderSarif(
  diagnostics: readonly Diagnostic[],
  context: RenderContext & { readonly version: string },
): string {
  const at = places(context);
  const log: Log = {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "mandate", semanticVersion: context.version, rules: [...rules] } },
        columnKind: "utf16CodeUnits",
        results: diagnostics.map((diagnostic) => result(diagnostic, at)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

function result(diagnostic: Diagnostic, at: Places): Result {
  const { code, severity, message, help, related, fixes } = diagnostic;
  const index = indexOf.get(code);
  return {
    ruleId: code,
    ...(index === undefined ? {} : { ruleIndex: index }),
    level: levels[severity],
    message: { text: help === undefined ? message : `${message}\n${help}` },
    locations: [location(diagnostic, at)],
    ...(related.length === 0
      ? {}
      : {
          relatedLocations: related.map((place, id) => ({
            id,
            ...location(place, at),
            message: { text: place.message },
          })),
        }),
    ...(fixes.length === 0 ? {} : { fixes: fixes.map((fix) => sarifFix(fix, at)) }),
  };
}

function location(place: Place, at: Places): Location {
  return {
    physicalLocation: { artifactLocation: { uri: uri(place.file, at) }, region: region(place, at) },
  };
}

function sarifFix({ title, edits }: Fix, at: Places): SarifFix {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: title },
    artifactChanges: files.map((file) => ({
      artifactLocation: { uri: uri(file, at) },
      replacements: edits
        .filter((edit) => edit.file === file)
        .map((edit) => ({ deletedRegion: region(edit, at), insertedContent: { text: edit.newText } })),
    })),
  };
}

/** Lines and columns count from 1; the end column is the first one outside. */
function region(place: Place, at: Places): Region {
  const { start, end } = at.range(place);
  return {
    startLine: start.line + 1,
    startColumn: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
  };
}

function uri(file: string, { path }: Places): string {
  return path(file).split("/").map(encodeURIComponent).join("/");
}
