import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { lockFolder } from "./lock.ts";

const folder = mkdtempSync(join(tmpdir(), "mandate-lock-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** No process has it: beyond what any system hands out. */
const NOBODY = 2 ** 30;

describe("a run's folder", () => {
  it("is one run's at a time, and free again after it", async () => {
    const lock = await lockFolder(folder);
    await expect(lockFolder(folder)).rejects.toThrow(
      `another run is writing to \`${folder}\` (process ${process.pid}); wait for it, or give this one another folder`,
    );
    await lock.release();
    await (await lockFolder(folder)).release();
    expect(existsSync(join(folder, ".lock"))).toBe(false);
  });

  it("is taken over from a run that was killed, whole lock or not", async () => {
    for (const left of [`${NOBODY} ${hostname()}`, ""]) {
      writeFileSync(join(folder, ".lock"), left);
      const lock = await lockFolder(folder);
      expect(readFileSync(join(folder, ".lock"), "utf8")).toBe(`${process.pid} ${hostname()}`);
      await lock.release();
    }
  });

  it("is not taken from another machine's run, of which nobody here can say whether it lives", async () => {
    writeFileSync(join(folder, ".lock"), `${NOBODY} elsewhere`);
    await expect(lockFolder(folder)).rejects.toThrow(/on `elsewhere`; if it is not, delete/);
    rmSync(join(folder, ".lock"));
  });
});
