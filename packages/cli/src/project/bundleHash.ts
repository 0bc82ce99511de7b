import { createHash } from "node:crypto";
import { type Bundle, serialiseBundle } from "@mandate/compiler";

/** SHA-256 of a bundle's canonical text, hexadecimal: what runs and reports call it by. */
export function bundleHash(bundle: Bundle): string {
  return createHash("sha256").update(serialiseBundle(bundle)).digest("hex");
}
