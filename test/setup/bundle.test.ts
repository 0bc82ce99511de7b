import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { repositoryRoot } from "../support/repository.ts";

const cli = join(repositoryRoot, "packages", "cli");

/** Everything that node loads before the first line of a bundled file runs: itself, its chunks, and modules outside. */
function loadedAtStart(
  file: string,
  seen: Set<string> = new Set(),
  files: Set<string> = new Set(),
): ReadonlySet<string> {
  if (files.has(file)) return seen;
  files.add(file);
  for (const [, specifier = ""] of readFileSync(file, "utf8").matchAll(
    /^(?:import|export)\s(?:[^;"']*?\sfrom\s)?["']([^"']+)["'];$/gm,
  ))
    if (specifier.startsWith(".")) loadedAtStart(join(dirname(file), specifier), seen, files);
    else seen.add(specifier);
  return seen;
}

describe("the bundled command line", () => {
  it("starts without loading the database or a solver", () => {
    const loaded = [...loadedAtStart(join(cli, "dist", "mandate.js"))];
    expect(loaded).toContain("node:module");
    expect(loaded).not.toContain("@duckdb/node-api");
    expect(loaded).not.toContain("highs");
  });

  it("starts without loading PostgreSQL's driver or the queue's library, which are in the bundle", () => {
    const files = new Set<string>();
    loadedAtStart(join(cli, "dist", "mandate.js"), new Set(), files);
    const holding = (name: string): string[] =>
      readdirSync(join(cli, "dist"))
        .filter((file) => file.endsWith(".js"))
        .filter((file) => readFileSync(join(cli, "dist", file), "utf8").includes(`/node_modules/${name}/`));
    for (const name of ["pg", "pg-boss"]) {
      expect(holding(name)).not.toEqual([]);
      expect(holding(name).filter((file) => files.has(join(cli, "dist", file)))).toEqual([]);
    }
  });

  it("says what to do where it has not been bundled yet", () => {
    const folder = mkdtempSync(join(tmpdir(), "mandate-unbuilt-"));
    try {
      cpSync(join(cli, "bin"), join(folder, "bin"), { recursive: true });
      cpSync(join(cli, "package.json"), join(folder, "package.json"));
      const run = spawnSync(process.execPath, [join(folder, "bin", "mandate.js"), "--help"], {
        encoding: "utf8",
      });
      expect(run.status).toBe(2);
      expect(run.stdout).toBe("");
      expect(run.stderr).toBe(
        "mandate is not set up yet: run `npm run bootstrap` in the root folder of its repository\n",
      );
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe("setting up", () => {
  it("a second time does nothing, from any folder", () => {
    expect(existsSync(join(repositoryRoot, "node_modules", ".mandate-bootstrap"))).toBe(true);
    const run = spawnSync(process.execPath, [join(repositoryRoot, "scripts", "bootstrap.mjs")], {
      cwd: tmpdir(),
      encoding: "utf8",
    });
    expect(run.stderr).toBe("bootstrap: ready; try `npx mandate --help`\n");
    expect(run.status).toBe(0);
  });

  it("explains an unknown step of `npm test`", () => {
    const run = spawnSync(process.execPath, [join(repositoryRoot, "scripts", "test.mjs"), "tpyes"], {
      encoding: "utf8",
    });
    expect(run.status).toBe(2);
    expect(run.stderr).toMatch(/^test: there is no step `tpyes`; the steps are `types`, /);
  });
});
