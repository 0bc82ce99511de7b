/** `choose Tax.gains_budget = $15,000`: within the range, by whom the menu says, once. */
import { type ChooseClause, cover } from "@mandate/dsl";
import { whose } from "../authority/layers.ts";
import type { Choice, Layer } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Scope } from "../env.ts";
import { placeOf, sourceOf, textOf } from "../files/unit.ts";
import { readChoice } from "../menus/choice.ts";
import { resolveOption } from "../menus/lookup.ts";
import { OPTION_WORDS } from "../menus/menus.ts";

const { authority, types } = catalogue;

/** Options chosen so far, with who did. */
export type Chosen = Map<string, { readonly layer: Layer; readonly place: Place }>;

/** `layer`: whose choice it is, or undefined in a test, which may set anything inside its range. */
export function choose(
  scope: Scope,
  node: ChooseClause,
  layer: Layer | undefined,
  chosen: Chosen,
): Choice | undefined {
  const { env, unit } = scope;
  if (node.option.length < 2) return undefined;
  const option = resolveOption(scope, node.option);
  if (option === undefined) return undefined;
  const place = placeOf(unit, node);
  if (option.forEachClass) {
    env.reporter.report(authority.tiltsAreNotChosen, place, { option: option.name });
    return undefined;
  }
  const declared = () => [{ ...placeOf(option.unit, option.node), message: "the option is declared here" }];
  const before = chosen.get(option.name);
  if (before !== undefined) {
    env.reporter.report(
      authority.chosenTwice,
      place,
      { option: option.name, layer: before.layer === unit.layer ? "" : before.layer },
      { related: [{ ...before.place, message: "it is chosen here first" }] },
    );
    return undefined;
  }
  chosen.set(option.name, { layer: unit.layer, place });
  if (layer !== undefined && layer !== "firm" && !option.setBy.includes(layer)) {
    env.reporter.report(
      authority.notSetBy,
      place,
      { option: option.name, layer: whose(layer), setBy: option.setBy },
      { related: declared() },
    );
    return undefined;
  }
  const outcome = readChoice(scope, option, node.values);
  // `none` would take a limit's level away where the firm gave a default: the limit would hold nobody.
  const absent = outcome.ok && outcome.value.kind === "none" && !option.mayBeNone && option.kind !== "lists";
  if (outcome.ok && !absent)
    return { option: option.name, value: outcome.value, source: sourceOf(unit, node.span) };
  if (!outcome.ok && outcome.reported) return undefined;
  const [first] = node.values;
  const last = option.kind === "lists" ? first : node.values.at(-1);
  const span = first === undefined || last === undefined ? node.span : cover(first.span, last.span);
  const at = placeOf(unit, { span });
  const found = textOf(unit, span);
  if (!outcome.ok && outcome.fault === "range") {
    env.reporter.report(
      authority.outOfRange,
      at,
      { found, option: option.name, low: option.lowText, high: option.highText },
      {
        related:
          option.node.range === undefined
            ? declared()
            : [{ ...placeOf(option.unit, option.node.range), message: "the range is set here" }],
      },
    );
  } else {
    env.reporter.report(
      types.wrongUnit,
      at,
      {
        found,
        is: absent
          ? "the absence of one, which only an option with `default none` may have"
          : ((outcome.ok ? undefined : outcome.is) ?? "something else"),
        expected: OPTION_WORDS[option.kind],
        where: `\`${option.name}\``,
      },
      { related: declared() },
    );
  }
  return undefined;
}
