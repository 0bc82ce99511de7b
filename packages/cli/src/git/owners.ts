/** CODEOWNERS from a project's layers: who must approve a change is who may say what it says. */
import type { Layer, Manifest } from "@mandate/compiler";
import { CliError } from "../exit.ts";
import type { Repository } from "./git.ts";

export type Owners = Readonly<Partial<Record<Layer, string>>>;

/** A team or a person of the forge, or an address. */
const OWNER = /^(@[\w.-]+(\/[\w.-]+)*|[^\s@]+@[^\s@]+)$/;

const TITLES: Readonly<Record<Layer, string>> = {
  firm: "the investment policy committee: the firm's layer, and all that no layer has",
  advisor: "the advisors' layer",
  client: "the clients' layer",
};

/**
 * The last line that matches a file decides (as the forges have it), so the firm's, which covers everything, comes first.
 *
 * @throws {CliError} for an owner that no forge would know, or where nobody is named
 */
export function codeOwners({ layers }: Manifest, { inside }: Repository, owners: Owners): string {
  const root = inside === "" ? "/" : `/${inside}/`;
  const named = (["firm", "advisor", "client"] as const).flatMap((layer) => {
    const who = owners[layer]?.split(/[\s,]+/).filter((one) => one !== "");
    return who === undefined || who.length === 0 ? [] : [{ layer, who }];
  });
  if (named.length === 0) {
    throw new CliError(
      "nobody is named: give each layer its owners, as in `--firm @acme/policy-committee --advisor @acme/advisors`",
    );
  }
  const lines = ["# From the layers of mandate.json, by `mandate git owners`"];
  for (const { layer, who } of named) {
    const wrong = who.find((one) => !OWNER.test(one));
    if (wrong !== undefined)
      throw new CliError(`\`${wrong}\` is no owner: write \`@team\`, \`@firm/team\` or an address`);
    lines.push("", `# ${TITLES[layer]}`);
    const globs = layer === "firm" ? ["", ...layers[layer]] : layers[layer];
    for (const glob of globs) lines.push(`${root}${escaped(glob)} ${who.join(" ")}`);
  }
  return `${lines.join("\n")}\n`;
}

function escaped(glob: string): string {
  return glob.replaceAll(" ", "\\ ");
}
