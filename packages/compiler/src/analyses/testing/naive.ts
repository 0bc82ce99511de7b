/** One choice, one model, one linear program: what the analyses are compared with. */
import type { Backend } from "@mandate/solver";
import type { Bundle, ChoiceValue } from "../../bundle/index.ts";
import { holds } from "../choices/guard.ts";
import { choicesOf } from "../choices/variables.ts";
import { decide } from "../linear/decide.ts";
import { viewOf } from "../linear/space.ts";
import { firmElements, followed } from "../prove/policy.ts";

/** Whether the firm's limits and a model's bands leave a portfolio once everything is chosen. */
export function oneByOne(
  bundle: Bundle,
  backend: Backend,
): (model: string, chosen: ReadonlyMap<string, ChoiceValue>) => boolean {
  const view = viewOf(bundle);
  const choices = choicesOf(bundle);
  const firm = firmElements(view);
  return (name, chosen) => {
    const model = bundle.models.find((one) => one.name === name);
    const follows = model === undefined ? undefined : followed(view, model, bundle.edits, new Map());
    const choice = (option: string) => chosen.get(option) ?? choices.options.get(option)?.default;
    const guarding = { choices, variables: new Map(), choice };
    const elements = [...firm, ...(follows?.bands ?? [])].filter(
      ({ when }) => when === undefined || holds(when, new Map(), guarding) === true,
    );
    const input = { space: view.space, elements, choice };
    return decide(backend, follows === undefined ? input : { ...input, targets: follows.targets }, new Map())
      .feasible;
  };
}
