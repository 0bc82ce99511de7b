export { type Client, capabilities, inProcess, TODAY } from "../testing/client.ts";
export { edited, position, range, readMarks, slice } from "../testing/markers.ts";
export { type Case, editor, given, type MarkedRange, startServer } from "./given.ts";
