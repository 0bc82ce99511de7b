/** One engine for choices among equals: ties, prices and roundings are then the same whatever solves an account. */
import { type Backend, createStructured } from "@mandate/solver";

const engines = new WeakMap<Backend, Backend>();

/**
 * Solves linear programs in the same way whatever the backend: at the same vertex of an optimal face, with the same duals.
 * What does not suit it (many rows that couple securities) the backend itself solves. Its own clock stands still: a program
 * takes milliseconds, and whoever has a limit of time holds it against a real one between programs (`metered`).
 */
export function canonical(backend: Backend): Backend {
  if (backend.name === "structured") return backend;
  let engine = engines.get(backend);
  if (engine === undefined) {
    engine = createStructured({ fallback: backend, now: () => 0 });
    engines.set(backend, engine);
  }
  return engine;
}
