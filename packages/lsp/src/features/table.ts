/** Every feature, a row each. */
import { documentSymbols } from "./documentSymbols.ts";
import type { Feature } from "./feature.ts";
import { folding } from "./folding.ts";
import { preview } from "./preview.ts";

export const features: readonly Feature[] = [documentSymbols, folding, preview];
