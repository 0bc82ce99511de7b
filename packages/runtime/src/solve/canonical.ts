/** One engine for choices among equals: ties, prices and roundings are then the same whatever solves an account. */
import { type Backend, createStructured, openSeries } from "@mandate/solver";

const engines = new WeakMap<Backend, Backend>();

/**
 * Solves linear programs in the same way whatever the backend: at the same vertex of an optimal face, with the same duals.
 * What does not suit it (many rows that couple securities) the backend itself solves. It reads no clock: a program takes
 * milliseconds, and whoever has a limit of time holds it against the clock between programs (`metered`).
 */
export function canonical(backend: Backend): Backend {
  if (backend.name === "structured") return backend;
  let engine = engines.get(backend);
  if (engine === undefined) {
    engine = withoutClock(createStructured({ fallback: backend }));
    engines.set(backend, engine);
  }
  return engine;
}

/** The same backend, whatever limit of time a program is given. */
function withoutClock(engine: Backend): Backend {
  return {
    name: engine.name,
    version: engine.version,
    solve: (problem, { timeLimitSeconds: _, ...options } = {}) => engine.solve(problem, options),
    series(problem) {
      const series = openSeries(engine, problem);
      return {
        solve: (colLower, colUpper, { timeLimitSeconds: _, ...options } = {}) =>
          series.solve(colLower, colUpper, options),
      };
    },
    dispose: () => engine.dispose(),
  };
}
