/** The settings that docs/editors.md gives, as an editor reads them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { repositoryRoot } from "../../support/repository.ts";

export function documentedSettings(language: "lua" | "elisp"): string {
  const page = readFileSync(join(repositoryRoot, "docs", "editors.md"), "utf8");
  const block = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, "ms").exec(page)?.[1];
  if (block === undefined) throw new Error(`docs/editors.md has no settings in ${language}`);
  return block;
}
