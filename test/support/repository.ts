import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root folder of the repository, without a trailing separator. */
export const repositoryRoot = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
