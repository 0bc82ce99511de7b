export {
  PREVIEW,
  type PreviewAnswer,
  type PreviewModel,
  type PreviewNode,
  type PreviewOutcome,
  type PreviewParams,
} from "./data.ts";
export { type PreviewDesk, previewDesk } from "./desk.ts";
export { preview } from "./preview.ts";
