export { compileArchive, compileText, differences, lineOf, TODAY } from "./check.ts";
export { type Archive, type Marker, projectOf, readArchive } from "./txtar.ts";
