/** `mandate/preview`: the portfolio under the cursor. A request of our own, for editors that can draw. */
import { ProtocolRequestType } from "vscode-languageserver";
import {
  PREVIEW,
  type PreviewAnswer,
  type PreviewParams,
  previewDesk,
  preview as previewOf,
} from "../preview/index.ts";
import { feature } from "./feature.ts";

const type = new ProtocolRequestType<PreviewParams, PreviewAnswer, never, void, void>(PREVIEW);

const desk = previewDesk(() => performance.now());

export const preview = feature(type, { experimental: { preview: true } }, (world, params) =>
  previewOf(world.here(params.textDocument.uri), params, desk),
);
