import { type Bundle, chosen, offer, setters, shortName } from "@mandate/compiler";
import { EXIT, type ExitCode } from "../exit.ts";
import { choicesSchema } from "../menus/schema.ts";
import { type Call, has } from "../options.ts";
import { soundProject } from "../project/compile.ts";
import { columns } from "../text/columns.ts";
import type { World } from "../world.ts";

/** What the layers below the firm may choose. */
export function run(world: World, call: Call): ExitCode {
  const project = soundProject(world, call);
  if (project === undefined) return EXIT.found;
  const { bundle } = project;
  if (has(call, "jsonSchema")) world.out.write(`${JSON.stringify(choicesSchema(bundle), null, 2)}\n`);
  else if (has(call, "json")) world.out.write(`${JSON.stringify(bundle.menus, null, 2)}\n`);
  else
    world.out.write(
      bundle.menus.length === 0 ? "this firm offers no choices: its policies have no menu\n" : tables(bundle),
    );
  return EXIT.clean;
}

function tables({ menus }: Bundle): string {
  return menus
    .map((menu) => {
      const rows = menu.options.map((option) => [
        shortName(menu, option),
        offer(option),
        chosen(option.default, option),
        setters(option),
      ]);
      const title = menu.title === undefined ? menu.name : `${menu.name}: ${menu.title}`;
      return `${title}\n${columns([["option", "offers", "default", "set by"], ...rows], "  ")}`;
    })
    .join("\n");
}
