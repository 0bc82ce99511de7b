import { Buffer } from "node:buffer";
import { describe, expect, it } from "vitest";
import { findProject } from "./find.ts";
import { failed } from "./host.ts";
import { loadProject } from "./load.ts";
import { type MemoryFile, memoryHost } from "./testing/memoryHost.ts";

const manifest = `{ "name": "case", "universe": "data/securities.csv",
  "layers": { "firm": ["firm/**"], "advisor": ["advisors/**"], "client": ["clients/**"] } }`;

function load(files: Readonly<Record<string, MemoryFile>>) {
  const loaded = loadProject(
    "/p",
    memoryHost(
      Object.fromEntries(
        Object.entries({ "mandate.json": manifest, ...files }).map(([path, file]) => [
          path.startsWith("/") ? path : `/p/${path}`,
          file,
        ]),
      ),
    ),
  );
  if (failed(loaded)) throw new Error(loaded.why);
  return loaded;
}

const told = (loaded: ReturnType<typeof load>) =>
  loaded.diagnostics().map(({ code, file, message }) => `${code} ${file}: ${message}`);

describe("loading a project", () => {
  it("gives each policy its layer, in the order of their paths", () => {
    const loaded = load({
      "firm/b.mandate": "// b",
      "firm/A.mandate": "// a",
      "firm/notes.md": "no policy",
      "clients/deep/er/c.mandate": "// c",
      "drafts/d.mandate": "// d",
      ".git/e.mandate": "// e",
      "node_modules/x/f.mandate": "// f",
    });
    expect(loaded.input?.files).toEqual([
      { path: "clients/deep/er/c.mandate", text: "// c", layer: "client" },
      { path: "drafts/d.mandate", text: "// d", layer: "none" },
      { path: "firm/A.mandate", text: "// a", layer: "firm" },
      { path: "firm/b.mandate", text: "// b", layer: "firm" },
    ]);
    expect(told(loaded)).toEqual([]);
  });

  it("marks a file that two layers claim", () => {
    const both = manifest.replace("advisors/**", "firm/desk/**");
    const loaded = load({ "mandate.json": both, "firm/desk/a.mandate": "" });
    expect(loaded.input?.files.map(({ layer }) => layer)).toEqual(["several"]);
  });

  it("leaves a project inside the project to itself", () => {
    const loaded = load({
      "firm/a.mandate": "",
      "examples/x/mandate.json": manifest,
      "examples/x/firm/b.mandate": "",
    });
    expect(loaded.input?.files.map(({ path }) => path)).toEqual(["firm/a.mandate"]);
  });

  it("fails where there is no manifest", () => {
    expect(loadProject("/p", memoryHost({ "/p/firm/a.mandate": "" }))).toMatchObject({ failure: "missing" });
    expect(loadProject("/q", memoryHost({ "/p/firm/a.mandate": "" }))).toMatchObject({ failure: "missing" });
  });

  it.each([
    [
      "no policy lies there",
      manifest,
      "there is no policy in the project: no file that ends in `.mandate` lies in `firm/**`, `advisors/**` or `clients/**`",
    ],
    [
      "no layer names a folder",
      '{ "name": "n", "universe": "u.csv", "layers": {} }',
      "no layer names a folder, so the project has no policies",
    ],
  ])("says so where %s", (_, text, message) => {
    const loaded = load({ "mandate.json": text });
    expect(loaded.input).toBeUndefined();
    expect(told(loaded)).toEqual([`MDT7029 mandate.json: ${message}`]);
  });
});

describe("links", () => {
  it("out of the project are refused", () => {
    const loaded = load({
      "firm/a.mandate": "",
      "firm/b.mandate": { link: "/elsewhere/b.mandate" },
      "firm/shared": { link: "/elsewhere" },
      book: { link: "/elsewhere" },
      "/elsewhere/b.mandate": "asset class X",
    });
    expect(loaded.input?.files.map(({ path }) => path)).toEqual(["firm/a.mandate"]);
    expect(told(loaded)).toEqual([
      "MDT7026 firm/b.mandate: `firm/b.mandate` is a link to a place outside the project, and is not followed",
      "MDT7026 firm/shared: `firm/shared` is a link to a place outside the project, and is not followed",
    ]);
  });

  it("that go round in a circle are told of and not followed", () => {
    const loaded = load({
      "firm/a.mandate": "",
      "firm/up": { link: "/p/firm" },
      "firm/top": { link: "/p" },
      "firm/above": { link: "/" },
      "firm/self.mandate": { link: "/p/firm/self.mandate" },
      "firm/gone.mandate": { link: "/p/firm/nothing.mandate" },
    });
    expect(loaded.input?.files).toHaveLength(1);
    expect(told(loaded)).toEqual([
      "MDT7028 firm/above: `firm/above` is a link back to the project's own folder, which it lies in; it is not followed",
      "MDT7025 firm/gone.mandate: `firm/gone.mandate` cannot be read: it is a link to a place where nothing is",
      "MDT7025 firm/self.mandate: `firm/self.mandate` cannot be read: its links go round in a circle",
      "MDT7028 firm/top: `firm/top` is a link back to the project's own folder, which it lies in; it is not followed",
      "MDT7028 firm/up: `firm/up` is a link back to `firm`, which it lies in; it is not followed",
    ]);
  });

  it("to policies that are read where they lie are passed over; to policies that are not, told of", () => {
    const loaded = load({
      "firm/a.mandate": "",
      "firm/again": { link: "/p/clients" },
      "firm/hidden": { link: "/p/.store" },
      "clients/c.mandate": "",
      ".store/d.mandate": "",
    });
    expect(loaded.input?.files.map(({ path }) => path)).toEqual(["clients/c.mandate", "firm/a.mandate"]);
    expect(told(loaded)).toEqual([
      "MDT7027 firm/hidden: `firm/hidden` is a link to `.store`, where no policies are read, so nothing in it counts",
    ]);
  });

  it("do not hide the project's own folder", () => {
    const loaded = loadProject(
      "/here",
      memoryHost({ "/here": { link: "/p" }, "/p/mandate.json": manifest, "/p/firm/a.mandate": "" }),
    );
    expect(loaded).toMatchObject({ root: "/p", input: { files: [{ path: "firm/a.mandate" }] } });
  });
});

describe("files that policies name", () => {
  const files = { "firm/a.mandate": "", "data/list.csv": "symbol\nVTI\n", "/secret/list.csv": "symbol\nX\n" };

  it.each(["data/list.csv", "./data/list.csv", "data/../data//list.csv"])(
    "are read by the path `%s`",
    (path) => {
      expect(load(files).input?.read(path)).toEqual({ text: "symbol\nVTI\n" });
    },
  );

  it.each([
    "data/none.csv",
    "../secret/list.csv",
    "/secret/list.csv",
    "data/../../secret/list.csv",
    "C:/secret/list.csv",
    "\\secret\\list.csv",
    "",
  ])("are not read by the path `%s`", (path) => {
    const loaded = load(files);
    expect(loaded.input?.read(path)).toBeUndefined();
    expect(told(loaded)).toEqual([]);
  });

  it("are not read through a link out of the project, and that is told once", () => {
    const loaded = load({ ...files, "data/link.csv": { link: "/secret/list.csv" } });
    expect(loaded.input?.read("data/link.csv")).toBeUndefined();
    expect(loaded.input?.read("data/link.csv")).toBeUndefined();
    expect(told(loaded)).toEqual([
      "MDT7026 data/link.csv: `data/link.csv` is a link to a place outside the project, and is not followed",
    ]);
  });

  it("may be links inside the project", () => {
    const loaded = load({ ...files, "data/link.csv": { link: "/p/data/list.csv" } });
    expect(loaded.input?.read("data/link.csv")?.text).toBe("symbol\nVTI\n");
  });

  it("are told of where they cannot be read", () => {
    const loaded = load(files);
    expect(loaded.input?.read("data")).toBeUndefined();
    expect(told(loaded)).toEqual(["MDT7025 data: `data` cannot be read: it is a folder"]);
  });
});

describe("encodings", () => {
  it("passes over a byte order mark", () => {
    const loaded = load({ "firm/a.mandate": Buffer.from("\uFEFF// é") });
    expect(loaded.input?.files[0]?.text).toBe("// é");
    expect(told(loaded)).toEqual([]);
  });

  it("points at the first byte that is not UTF-8, and reads the rest", () => {
    const loaded = load({
      "firm/a.mandate": Buffer.concat([
        Buffer.from("// \uFFFD ok\n// caf"),
        Buffer.of(0xe9),
        Buffer.from("\nlist X = Y"),
      ]),
    });
    expect(loaded.diagnostics()).toMatchObject([
      {
        code: "MDT7024",
        file: "firm/a.mandate",
        span: { start: 14, end: 15 },
        message: "`firm/a.mandate` is not UTF-8: byte 17 of the file is 0xE9; in Windows-1252 it is `é`",
      },
    ]);
    expect(loaded.input?.files[0]?.text).toBe("// \uFFFD ok\n// caf\uFFFD\nlist X = Y");
  });

  it("counts bytes from the file's start, the mark included", () => {
    const loaded = load({ "firm/a.mandate": Buffer.from([0xef, 0xbb, 0xbf, 0x61, 0x80]) });
    expect(told(loaded)).toEqual([
      "MDT7024 firm/a.mandate: `firm/a.mandate` is not UTF-8: byte 5 of the file is 0x80",
    ]);
  });

  it.each([
    ["little", Buffer.from("\uFEFF// é\n", "utf16le")],
    ["big", Buffer.from("\uFEFF// é\n", "utf16le").swap16()],
  ])("knows UTF-16 of %s order", (_, bytes) => {
    const loaded = load({ "firm/a.mandate": bytes });
    expect(told(loaded)).toEqual([
      "MDT7024 firm/a.mandate: `firm/a.mandate` is not UTF-8: it is in UTF-16, two bytes for each letter",
    ]);
    expect(loaded.input?.files[0]?.text).toBe("// é\n");
  });
});

describe("finding the project", () => {
  const host = memoryHost({ "/a/mandate.json": "", "/a/b/c/x.txt": "", "/z/x.txt": "" });
  it.each([
    ["/a", "/a"],
    ["/a/b/c", "/a"],
    ["/z", undefined],
    ["/", undefined],
  ])("from %s gives %s", (from, found) => {
    expect(findProject(from, host)).toBe(found);
  });
});
