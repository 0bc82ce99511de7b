import { fileURLToPath } from "node:url";

/** The extension's folder: what VS Code reads of it lies there as it is shipped. */
export const extensionFolder = fileURLToPath(new URL("../..", import.meta.url));
