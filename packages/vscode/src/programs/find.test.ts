import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { anyProgram, bundledProgram, ownProgram, type Surroundings } from "./find.ts";

const folder = join("/", "firm", "policies");
const around = (more: Partial<Surroundings> = {}): Surroundings => ({
  setting: "",
  trusted: true,
  platform: "linux",
  exists: () => false,
  node: "node",
  extension: join("/", "ext"),
  ...more,
});

describe("ownProgram", () => {
  it("is the nearest installed one upwards", () => {
    const near = join("/", "firm", "node_modules", ".bin", "mandate");
    const far = join("/", "node_modules", ".bin", "mandate");
    const has = (...paths: string[]) => around({ exists: (path) => paths.includes(path) });
    expect(ownProgram(folder, has(near, far))).toMatchObject({ command: near, from: "project" });
    expect(ownProgram(folder, has(far))?.command).toBe(far);
    expect(ownProgram(folder, has())).toBeUndefined();
  });

  it("is what the setting says before anything that is installed", () => {
    const set = around({ setting: "mandate-next", exists: () => true });
    expect(ownProgram(folder, set)).toMatchObject({ command: "mandate-next", from: "setting" });
  });

  it("is nothing in a workspace that is not trusted", () => {
    expect(ownProgram(folder, around({ trusted: false, exists: () => true }))).toBeUndefined();
    expect(ownProgram(folder, around({ trusted: false, setting: "x" }))).toBeUndefined();
  });

  it("starts no batch file on Windows, whose shell would read the arguments its own way", () => {
    const windows = around({ platform: "win32", exists: (path) => path.endsWith("mandate.js") });
    expect(ownProgram(folder, windows)).toMatchObject({
      command: "node",
      args: [join(folder, "node_modules", "@mandate", "cli", "bin", "mandate.js")],
    });
  });
});

describe("anyProgram", () => {
  it("is the extension's own unless one is set", () => {
    expect(anyProgram(folder, around({ exists: () => true }))).toEqual(bundledProgram(around()));
    expect(anyProgram(folder, around({ setting: "x" })).command).toBe("x");
    expect(anyProgram(folder, around({ setting: "x", trusted: false })).from).toBe("extension");
  });

  it("runs in the editor's runtime as in node", () => {
    expect(bundledProgram(around())).toMatchObject({
      command: "node",
      args: [join("/", "ext", "server", "mandate.js")],
      env: { ELECTRON_RUN_AS_NODE: "1" },
    });
  });
});
