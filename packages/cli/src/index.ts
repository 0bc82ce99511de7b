export { EXIT, type ExitCode } from "./exit.ts";
export { nodeHost } from "./files/nodeHost.ts";
export { run } from "./run.ts";
export type { Output, World } from "./world.ts";
