import { generateBook } from "../../generate/book.ts";
import { generateProject } from "../../generate/project.ts";
import type { Section } from "../bench.ts";

const seeds = Array.from({ length: 40 }, (_, seed) => seed);

/** How fast tests can make projects and books. */
export const section: Section = {
  title: "generators: projects and books for tests",
  run: async (bench) => {
    const projects = seeds.map((seed) => generateProject(seed));
    const lines = projects.reduce(
      (sum, { files }) =>
        sum +
        [...files].reduce(
          (own, [path, text]) => own + (path.endsWith(".mandate") ? text.split("\n").length : 0),
          0,
        ),
      0,
    );
    const lots = projects.reduce(
      (sum, project) => sum + generateBook(project.seed, project).tables.lots.length,
      0,
    );
    await bench.time("projects", () => seeds.map((seed) => generateProject(seed)), {
      work: { count: lines, of: "lines" },
    });
    await bench.time("books", () => projects.map((project) => generateBook(project.seed, project)), {
      work: { count: lots, of: "lots" },
    });
  },
};
