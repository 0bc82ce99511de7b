/** Whose portfolio is under the cursor. */
import type { Bundle, ModelIR, Source } from "@mandate/compiler";
import type { Here } from "../projects/snapshot.ts";

export type Subject =
  | { readonly what: "model"; readonly model: ModelIR }
  | { readonly what: "account"; readonly account: string };

/** The model or the account whose declaration covers an offset, or that a name at the offset means. */
export function subjectAt({ snapshot, source }: Here, offset: number): Subject | undefined {
  const bundle: Bundle = snapshot.compilation.model.partial;
  const covers = ({ file, start, end }: Source): boolean =>
    file === source.path && start <= offset && offset <= end;
  for (const { account, blocks } of bundle.accounts)
    if (blocks.some((block) => covers(block.source))) return { what: "account", account };
  const own = bundle.models.find((model) => covers(model.source));
  const named = snapshot.compilation.model.at(source.path, offset);
  const meant = named?.kind === "model" ? bundle.models.find(({ name }) => name === named.name) : undefined;
  const model = meant ?? own;
  return model === undefined ? undefined : { what: "model", model };
}
