/** A workspace that has seen many edits, against a compilation that has seen none. */
import {
  type Compilation,
  compile,
  createWorkspace,
  type ProjectInput,
  serialiseBundle,
} from "@mandate/compiler";
import { projectInput } from "../generate/input.ts";
import type { GeneratedProject } from "../generate/project.ts";
import { editOf, type Step } from "./edits.ts";

export interface Difference {
  /** which step it was after */
  readonly step: number;
  readonly what: string;
  readonly kept: unknown;
  readonly fresh: unknown;
}

/** Follows the steps; tells of the first difference. `seen` counts the edits that were compared. */
export function follow(
  project: GeneratedProject,
  steps: readonly Step[],
  seen?: { count: number },
): Difference | undefined {
  const original = new Map([...project.files].filter(([path]) => path !== "mandate.json"));
  const files = new Map(original);
  const input = projectInput(project);
  const options = { today: project.asOf };
  const workspace = createWorkspace(input, options);
  let layers = input.manifest.layers;
  for (const [place, step] of steps.entries()) {
    if (step.pick % 40 === 0) {
      // Another manifest: who may say what changes with it.
      layers =
        step.pick % 80 === 0
          ? input.manifest.layers
          : { ...layers, advisor: ["clients/**"], client: ["advisors/**"] };
      workspace.replace({ ...inputOf(input, files), manifest: { ...input.manifest, layers } });
      // What was found by the old patterns is told the new ones.
      for (const [path, text] of files) workspace.set(path, text);
    } else {
      const edit = editOf(files, original, step);
      if (edit === undefined) continue;
      if (edit.text === undefined) files.delete(edit.path);
      else files.set(edit.path, edit.text);
      workspace.set(edit.path, edit.text);
    }
    // Several edits at once are one to who asks seldom.
    if (step.pick % 7 === 0) continue;
    const kept = workspace.compilation();
    const fresh = compile(workspace.project(), options);
    const difference = differing(kept, fresh, files, step);
    if (difference !== undefined) return { step: place, ...difference };
    if (seen !== undefined) seen.count += 1;
  }
  return undefined;
}

function inputOf(input: ProjectInput, files: ReadonlyMap<string, string>): ProjectInput {
  return {
    ...input,
    files: [...files].flatMap(([path, text]) =>
      path.endsWith(".mandate") ? [{ path, text, layer: "firm" as const }] : [],
    ),
    read: (path) => {
      const text = files.get(path);
      return text === undefined ? undefined : { text };
    },
  };
}

function differing(
  kept: Compilation,
  fresh: Compilation,
  files: ReadonlyMap<string, string>,
  step: Step,
): Omit<Difference, "step"> | undefined {
  const apart = (what: string, answer: (of: Compilation) => unknown) => {
    const pair = { kept: JSON.stringify(answer(kept)), fresh: JSON.stringify(answer(fresh)) };
    return pair.kept === pair.fresh ? undefined : { what, ...pair };
  };
  const place = [...files][step.file % Math.max(1, files.size)];
  return (
    apart("diagnostics", ({ diagnostics }) => diagnostics) ??
    apart("whether there is a bundle", ({ bundle }) => bundle !== undefined) ??
    apart("bundle", ({ model }) => serialiseBundle(model.partial)) ??
    apart("files", ({ model }) => model.files) ??
    apart("symbols", ({ model }) => [...model.symbols.keys()]) ??
    apart("symbol", ({ model }) => {
      const all = [...model.symbols.values()];
      const symbol = all[step.pick % Math.max(1, all.length)];
      return { ...symbol, references: symbol?.references };
    }) ??
    apart("what stands at a place", ({ model }) => {
      if (place === undefined) return [];
      const [path, text] = place;
      return Array.from({ length: 12 }, (_, turn) => {
        const found = model.at(path, Math.floor(((step.at + turn / 12) % 1) * text.length));
        return { ...found, references: found?.references };
      });
    })
  );
}
