/** What this process is writing and has not finished: temporary files and folders that an interruption must not leave. */
import { rmSync } from "node:fs";

const places = new Set<string>();

/** Notes a file or folder that is of no use to anyone until `finished` is called for it. */
export function unfinished(place: string): void {
  places.add(place);
}

export function finished(place: string): void {
  places.delete(place);
}

/**
 * Takes away what is unfinished: for whoever handles an interruption (Ctrl-C), just before the process ends. What cannot
 * be taken away then is left: nobody is there any more to be told, and a later run replaces it.
 */
export function dropUnfinished(): void {
  for (const place of places) {
    try {
      rmSync(place, { recursive: true, force: true, maxRetries: 2 });
    } catch (error) {
      if (!(error instanceof Error && "code" in error)) throw error;
    }
  }
  places.clear();
}
