/** The lowering with an error planted in it, as a module of its own beside the runtime's. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build, type Plugin } from "esbuild";
import { repositoryRoot } from "../../support/repository.ts";
import type { Lowering } from "../compare.ts";
import type { Mutant } from "./mutant.ts";

const source = join(repositoryRoot, "packages/runtime/src");

/** @throws where what is to be replaced does not stand in the file exactly once */
export function planted({ name, file, find, replace }: Mutant): string {
  const text = readFileSync(join(source, "lowering", file), "utf8");
  const places = text.split(find).length - 1;
  if (places !== 1) throw new Error(`"${name}": what it replaces stands ${places} times in ${file}`);
  return text.replace(find, () => replace);
}

function planting(mutant: Mutant): Plugin {
  const path = join(source, "lowering", mutant.file);
  return {
    name: "planting",
    setup({ onLoad }) {
      onLoad({ filter: /lowering[\\/]\w+\.ts$/ }, (file) =>
        file.path === path ? { contents: planted(mutant), loader: "ts" } : undefined,
      );
    },
  };
}

/** The solvers' libraries by their full path: the module lies elsewhere, and one looks for its file beside it. */
const byPath: Plugin = {
  name: "by-path",
  setup({ onResolve }) {
    onResolve({ filter: /^(highs|javascript-lp-solver)$/ }, ({ path, importer }) => ({
      path: createRequire(importer).resolve(path),
      external: true,
    }));
  },
};

/** @param folder for the module */
export async function plant(mutant: Mutant, folder: string, place: number): Promise<Lowering> {
  const outfile = join(folder, `${place}.mjs`);
  await build({
    stdin: {
      contents:
        'export { lower, pointOf, termsAt } from "./lowering/index.ts"; export { levelAt } from "./lowering/compare.ts";',
      resolveDir: source,
    },
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    logLevel: "silent",
    plugins: [byPath, planting(mutant)],
  });
  return (await import(pathToFileURL(outfile).href)) as Lowering;
}
