/** The firm's part of a project, resolved again only where something that it was made from has changed. */
import type { ReadFile } from "../files/read.ts";
import { type Firm, resolveFirm } from "../firm/firm.ts";
import type { ProjectInput } from "../input.ts";
import type { SetTable } from "../sets/value.ts";
import { same } from "./same.ts";

export interface KeptFirm {
  readonly firm: Firm;
  readonly manifest: ProjectInput["manifest"];
  readonly universeAt: ProjectInput["universeAt"];
  /** of all files, for what nobody declares is said to stand in it */
  readonly first: string | undefined;
  /** files that declare more than accounts */
  readonly files: readonly ReadFile[];
  /** the texts of CSV files that it asked for */
  readonly texts: ReadonlyMap<string, string | undefined>;
}

/** The same object where it still holds. */
export function keepFirm(
  before: KeptFirm | undefined,
  project: ProjectInput,
  today: string,
  files: readonly ReadFile[],
  sets: SetTable,
): KeptFirm {
  const own = files.filter(({ others }) => others.length > 0);
  const first = files.find(({ unit }) => unit !== undefined)?.file.path;
  if (before !== undefined && first === before.first && holds(before, project, own)) return before;
  const texts = new Map<string, string | undefined>();
  const noting: ProjectInput = {
    ...project,
    read: (path) => {
      const found = project.read(path);
      texts.set(path, found?.text);
      return found;
    },
  };
  const firm = resolveFirm(noting, today, files, sets);
  const { manifest, universeAt } = project;
  return { firm, manifest, universeAt, first, files: own, texts };
}

function holds(before: KeptFirm, project: ProjectInput, files: readonly ReadFile[]): boolean {
  return (
    files.length === before.files.length &&
    files.every((file, place) => sameDeclarations(file, before.files[place])) &&
    same(project.manifest, before.manifest) &&
    same(project.universeAt, before.universeAt) &&
    [...before.texts].every(([path, text]) => project.read(path)?.text === text)
  );
}

/** A tree's node is one place in one text: where it is the same object, all of the declaration is as it was. */
function sameDeclarations(file: ReadFile, before: ReadFile | undefined): boolean {
  if (file === before) return true;
  return (
    file.file.path === before?.file.path &&
    file.unit?.layer === before.unit?.layer &&
    file.others.length === before.others.length &&
    file.others.every((node, place) => node === before.others[place])
  );
}
