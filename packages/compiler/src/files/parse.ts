/** Texts to trees: every file that lies in one layer, in the order of their paths. */
import { LineMap, parse } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import type { ProjectFile, ProjectInput } from "../input.ts";
import { reportSyntax } from "./syntaxFindings.ts";
import type { FileUnit } from "./unit.ts";

function firstLine(file: ProjectFile): { file: string; span: { start: number; end: number } } {
  const end = file.text.search(/[\r\n]/);
  return { file: file.path, span: { start: 0, end: end < 0 ? file.text.length : end } };
}

export function parseFiles(project: ProjectInput, reporter: Reporter): FileUnit[] {
  const units: FileUnit[] = [];
  for (const file of [...project.files].sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0))) {
    if (file.layer === "none" || file.layer === "several") {
      reporter.report(catalogue.authority.fileInNoLayer, firstLine(file), {
        file: file.path,
        several: file.layer === "several",
      });
      continue;
    }
    const { file: tree, findings } = parse(file.text);
    const unit: FileUnit = {
      path: file.path,
      text: file.text,
      layer: file.layer,
      tree,
      lines: new LineMap(file.text),
      findings,
    };
    for (const finding of findings) reportSyntax(reporter, unit, finding);
    units.push(unit);
  }
  return units;
}
