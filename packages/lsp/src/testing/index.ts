/** An editor without a test around it: what benchmarks and other tests drive the server with. */
export { uriOf } from "../places/paths.ts";
export { bundled, type Client, type ClientOptions, capabilities, inProcess, TODAY } from "./client.ts";
export { hostOf } from "./disk.ts";
