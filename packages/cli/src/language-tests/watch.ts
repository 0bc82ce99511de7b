/** Runs something again whenever a project's files change, until it is interrupted. */
import { basename, relative, sep } from "node:path";
import { MANIFEST } from "@mandate/compiler";
import { watch } from "chokidar";
import { EXIT, type ExitCode, sentence } from "../exit.ts";
import { portable } from "../files/nodeHost.ts";
import type { World } from "../world.ts";

/** An editor saves in several steps, and a checkout changes many files: what comes within this time is one change. */
const SETTLED_AFTER_MS = 120;

/**
 * Runs `once`, and again after every change of a policy, a CSV file or the manifest below `root`. What cannot be run (a
 * manifest that is being edited) is told, and does not end the watch.
 *
 * @returns when the command is interrupted: the exit code of the last run
 */
export async function watching(world: World, root: string, once: () => Promise<ExitCode>): Promise<ExitCode> {
  let last: ExitCode = EXIT.clean;
  const changed = new Set<string>();
  let timer: NodeJS.Timeout | undefined;
  let running = false;

  const again = async (): Promise<void> => {
    if (running) return;
    running = true;
    do {
      const names = [...changed].sort();
      changed.clear();
      if (names.length > 0) world.err.write(`\nchanged: ${names.join(", ")}\n`);
      try {
        last = await once();
      } catch (error) {
        last = EXIT.failed;
        world.err.write(`mandate: ${sentence(error, world.debug)}\n`);
      }
      world.err.write("waiting for changes; Ctrl-C ends\n");
    } while (changed.size > 0);
    running = false;
  };

  const watcher = watch(root, {
    ignoreInitial: true,
    ignored: (path) => isNoPartOf(relative(root, path)),
    // A symbolic link may lead back up; policies behind one are read, but not watched.
    followSymlinks: false,
  });
  watcher.on("all", (_, path) => {
    if (!/\.(?:mandate|csv)$/.test(path) && basename(path) !== MANIFEST) return;
    changed.add(portable(relative(root, path)));
    clearTimeout(timer);
    timer = setTimeout(() => void again(), SETTLED_AFTER_MS);
  });
  const failure = new Promise<never>((_, reject) => {
    watcher.on("error", reject);
  });
  const ready = new Promise<void>((resolve) => {
    watcher.on("ready", resolve);
  });
  const interrupted = new Promise<void>((resolve) => {
    world.onInterruption?.(() => {
      resolve();
      return last;
    });
  });
  try {
    // Whatever changes while the tests run for the first time counts.
    await Promise.race([ready, failure]);
    await again();
    await Promise.race([interrupted, failure]);
  } finally {
    clearTimeout(timer);
    await watcher.close();
  }
  return last;
}

/** Folders in which no policy lies, and that others write into all the time. */
function isNoPartOf(path: string): boolean {
  return path.split(sep).some((part) => part === "node_modules" || part === "runs" || /^\.[^.]/.test(part));
}
