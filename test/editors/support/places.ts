/** Where what these tests need and leave lies: beside the packages that are installed, in no commit. */
import { join } from "node:path";
import { repositoryRoot } from "../../support/repository.ts";

const cache = join(repositoryRoot, "node_modules", ".cache");

export const vsix = join(cache, "mandate-editors", "mandate.vsix");
/** the extension as it is in the package, unpacked */
export const stagedExtension = join(cache, "mandate-editors", "stage");
/** the extension as VS Code has installed it from the package, once for all sittings */
export const installedExtensions = join(cache, "mandate-editors", "extensions");
/** pictures of the last run; git ignores `reports/` */
export const artefacts = join(repositoryRoot, "reports", "editors");
export const codeServerFolder = join(cache, "mandate-code-server");
/** the command line as it is linked into a project */
export const commandLine = join(repositoryRoot, "packages", "cli", "bin", "mandate.js");
export const acme = join(repositoryRoot, "examples", "acme");
