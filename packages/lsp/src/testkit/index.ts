export { bundled, type Client, type ClientOptions, capabilities, inProcess, TODAY } from "./client.ts";
export { type Case, editor, given, type MarkedRange, startServer } from "./given.ts";
export { edited, position, range, readMarks, slice } from "./markers.ts";
