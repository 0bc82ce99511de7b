/** Finding an option by the path that names it. */
import type { Name } from "@mandate/dsl";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf } from "../files/unit.ts";
import { refer } from "../symbols/references.ts";
import { nearest } from "../text/nearest.ts";
import type { OptionInfo } from "./option.ts";

const { names } = catalogue;

/** Whether a path goes on where nothing has parts any more, `Tax.sensitivity.more`; reported if so. */
export function goesTooFar({ env, unit }: Scope, path: readonly Name[]): boolean {
  const [first, second, third] = path;
  if (first === undefined || second === undefined || third === undefined || third.text === "") return false;
  env.reporter.report(names.unknownName, placeOf(unit, third), {
    found: third.text,
    expected: `part of \`${first.text}.${second.text}\``,
  });
  return true;
}

/** The option that `Menu.option` names; undefined where there is none, which has then been reported. */
export function resolveOption(scope: Scope, path: readonly Name[]): OptionInfo | undefined {
  const { env, unit } = scope;
  const [menu, option] = path;
  if (menu === undefined || menu.text === "" || option === undefined || option.text === "") return undefined;
  if (goesTooFar(scope, path)) return undefined;
  const entity = env.declarations.byName.get(menu.text);
  if (entity?.kind !== "menu") {
    if (entity !== undefined && !entity.valid) return undefined;
    const menus = env.declarations.of("menu").map(({ name }) => name);
    const near = nearest(menu.text, menus);
    if (entity === undefined) {
      env.reporter.report(
        names.unknownName,
        placeOf(unit, menu),
        { found: menu.text, expected: "menu", near },
        near === undefined ? {} : { fixes: [replaceFix(unit.path, menu.span, near)] },
      );
    } else {
      env.reporter.report(names.wrongKind, placeOf(unit, menu), {
        found: menu.text,
        is: entity.kind,
        expected: "menu",
      });
    }
    return undefined;
  }
  if (!entity.valid) return undefined;
  refer(env.references, menu.text, unit, menu);
  const found = env.options.get(`${menu.text}.${option.text}`);
  if (found !== undefined) {
    refer(env.references, `option ${found.name}`, unit, option);
    return found;
  }
  const near = nearest(
    option.text,
    entity.node.options.map(({ name }) => name.text),
  );
  env.reporter.report(
    names.unknownOption,
    placeOf(unit, option),
    { found: option.text, menu: menu.text, near },
    near === undefined ? {} : { fixes: [replaceFix(unit.path, option.span, near)] },
  );
  return undefined;
}
