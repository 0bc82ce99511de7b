export { renderGithub } from "./github.ts";
export { type JsonDiagnostic, renderJson } from "./json.ts";
export type { Range, RenderContext } from "./places.ts";
export { renderPretty, summary } from "./pretty.ts";
export { renderSarif } from "./sarif.ts";
