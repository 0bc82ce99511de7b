export { findProject, MANIFEST } from "./find.ts";
export { failed, type HostEntry, type HostFailure, type ProjectHost } from "./host.ts";
export { type LoadedProject, loadProject } from "./load.ts";
export type { Manifest } from "./manifest.ts";
export { isAddress } from "./place.ts";
