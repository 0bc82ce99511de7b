export { oneByOne } from "../analyses/testing/naive.ts";
export { manifestSchema } from "../project/manifest.ts";
export { compileArchive, compileText, differences, lineOf, TODAY } from "./check.ts";
export { archiveOf, type Lines, wrong } from "./rules.ts";
export { type Archive, type Marker, projectOf, readArchive } from "./txtar.ts";
