/** The acceptance cases beside the repository, where they are there. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../../shared/cases/", import.meta.url));

/** Whether the cases are there; says so if not. */
export function casesAreThere(): boolean {
  if (existsSync(folder)) return true;
  console.warn("skipped: the acceptance cases are not beside the repository (../shared/cases)");
  return false;
}

/** Every policy text of the cases, with where it is from. */
export function caseTexts(): { name: string; text: string }[] {
  const texts: { name: string; text: string }[] = [];
  for (const kind of ["check", "diff", "prove", "test"]) {
    for (const file of readdirSync(folder + kind)) {
      const parts = readFileSync(`${folder}${kind}/${file}`, "utf8").split(/^-- (.*) --\r?\n/m);
      for (let i = 1; i + 1 < parts.length; i += 2) {
        const path = parts[i] ?? "";
        if (path.endsWith(".mandate"))
          texts.push({ name: `${kind}/${file}: ${path}`, text: parts[i + 1] ?? "" });
      }
    }
  }
  return texts;
}
