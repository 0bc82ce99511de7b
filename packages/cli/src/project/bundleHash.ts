import { createHash } from "node:crypto";
import type { Bundle } from "@mandate/compiler";

/** SHA-256 of a bundle's content, hexadecimal: what runs and reports call it by. The compiler writes its keys in one order. */
export function bundleHash(bundle: Bundle): string {
  return createHash("sha256").update(JSON.stringify(bundle)).digest("hex");
}
