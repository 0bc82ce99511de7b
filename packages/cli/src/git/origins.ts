/** Where each clause of an account's policy comes from: which commit, when, and why. */
import {
  adjustmentText,
  type Bundle,
  choiceText,
  type EffectivePolicy,
  editText,
  type Layer,
  type LoadedProject,
  type Source,
} from "@mandate/compiler";
import { type Blamed, blamed, type Origin } from "./blame.ts";
import type { Repository } from "./git.ts";

export interface ClauseOrigin {
  readonly layer: Layer;
  /** as reports call it: `SingleIssuer`, `Cash.band`, `Tax.sensitivity = high` */
  readonly clause: string;
  readonly file: string;
  readonly line: number;
  /** the policy's own `because` */
  readonly because?: string;
  /** absent where git does not know the file */
  readonly origin?: Origin;
}

interface Said {
  readonly clause: string;
  readonly source: Source;
  readonly because?: string;
}

const LAYERS: readonly Layer[] = ["firm", "advisor", "client"];

/** Everything that is in force, the firm's first, in the order of the files. */
export function originsOf(
  repository: Repository,
  loaded: LoadedProject,
  bundle: Bundle,
  policy: EffectivePolicy,
): ClauseOrigin[] {
  const files = new Map<string, Blamed>();
  const fileOf = (path: string): Blamed => {
    const known = files.get(path) ?? blamed(repository, path);
    files.set(path, known);
    return known;
  };
  return LAYERS.flatMap((layer) =>
    said(bundle, policy)
      .filter(({ source }) => source.layer === layer)
      .sort((a, b) =>
        a.source.file < b.source.file
          ? -1
          : a.source.file > b.source.file
            ? 1
            : a.source.start - b.source.start,
      )
      .map(({ clause, source, because }): ClauseOrigin => {
        const { file, line, start, end } = source;
        const text = loaded.text(file) ?? "";
        const last = line + (text.slice(start, end).match(/\n/g)?.length ?? 0);
        const origin = fileOf(file).originOf(line, last);
        return {
          layer,
          clause,
          file,
          line,
          ...(because === undefined ? {} : { because }),
          ...(origin === undefined ? {} : { origin }),
        };
      }),
  );
}

function said(bundle: Bundle, policy: EffectivePolicy): Said[] {
  const model = bundle.models.find(({ name }) => name === policy.model);
  const clauses = [...policy.clauses, ...policy.preferences].map(({ name, source, because }): Said => {
    return because === undefined ? { clause: name, source } : { clause: name, source, because };
  });
  // Defaults are the menu's word, and the book is in no repository.
  const chosen = policy.choices.filter(({ by }) => by !== "default" && by !== "book");
  return [
    ...(model === undefined ? [] : [{ clause: `model ${model.name}`, source: model.source }]),
    ...clauses,
    ...policy.edits.map((edit) => ({ clause: firstLine(editText(edit, bundle)), source: edit.source })),
    ...policy.adjustments.map((one) => {
      const clause = firstLine(adjustmentText(one, bundle));
      return one.because === undefined
        ? { clause, source: one.source }
        : { clause, source: one.source, because: one.because };
    }),
    ...chosen.map(({ option, value, source }) => ({
      clause: `${option} = ${choiceText(option, value, bundle)}`,
      source,
    })),
  ];
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0]?.trim() ?? "";
}
