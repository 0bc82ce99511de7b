/** Accounts done, rate and time left, on a terminal only. */
import progress from "cli-progress";
import type { World } from "../world.ts";

export interface ProgressBar {
  readonly advance: (done: number, of: number) => void;
  readonly stop: () => void;
}

export function progressBar(world: World, silent: boolean): ProgressBar {
  if (silent || !world.err.terminal) return { advance: () => undefined, stop: () => undefined };
  const bar = new progress.SingleBar({
    format: "{bar} {value} of {total} accounts, {speed} a second, {eta_formatted} left",
    hideCursor: true,
    clearOnComplete: true,
    etaBuffer: 50,
    formatValue: (value, _options, type) =>
      type === "value" || type === "total" ? value.toLocaleString("en-US") : String(value),
  });
  let started = 0;
  return {
    advance(done, of) {
      if (started === 0) {
        started = performance.now();
        bar.start(of, 0, { speed: 0 });
      }
      const seconds = (performance.now() - started) / 1000;
      bar.update(done, { speed: seconds > 0 ? Math.round(done / seconds) : 0 });
    },
    stop() {
      if (started > 0) bar.stop();
      started = 0;
    },
  };
}
