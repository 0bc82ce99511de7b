/** A generated project as the compiler takes one, without a disk. */
import type { ProjectInput } from "@mandate/compiler";
import type { GeneratedProject } from "./project.ts";

const layers = { firm: ["firm/**"], advisor: ["advisors/**"], client: ["clients/**"] } as const;

export function projectInput(project: GeneratedProject): ProjectInput {
  const layerOf = (path: string) =>
    path.startsWith("firm/") ? "firm" : path.startsWith("advisors/") ? "advisor" : "client";
  return {
    manifest: { name: `generated-${project.seed}`, universe: "data/securities.csv", layers },
    files: [...project.files]
      .filter(([path]) => path.endsWith(".mandate"))
      .map(([path, text]) => ({ path, text, layer: layerOf(path) })),
    read: (path) => {
      const text = project.files.get(path);
      return text === undefined ? undefined : { text };
    },
  };
}
