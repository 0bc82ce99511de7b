/**
 * Whether every tilt that the firm offers leaves a portfolio: bands in points and targets move with it. One tilt at a
 * time, as far as it may go; what lies between no tilt and that end is between two choices that leave something.
 */
import type { Bundle, ModelNode } from "../../bundle/index.ts";
import { catalogue } from "../../catalogue/index.ts";
import { planOf } from "../../effective/plan.ts";
import { Exact, pointsText } from "../../numbers/decimal.ts";
import { type Guarding, holds } from "../choices/guard.ts";
import { decide } from "../linear/decide.ts";
import { readByRules } from "../linear/walk.ts";
import { ASSUMED, defaultsOf, type Scene, type Told } from "./choices.ts";
import { fewest, type Setting } from "./conflict.ts";
import { calledIn, finding, related } from "./finding.ts";
import { type Grounds, grounded, remember } from "./ground.ts";
import { type Followed, followed } from "./policy.ts";
import { arithmetic } from "./words.ts";

const { analyses } = catalogue;

/** Tells of the first tilt of each model that leaves nothing, unless the clash was told of already. */
export function everyTilt(scene: Scene, models: readonly Followed[], told: Told, grounds: Grounds): void {
  const option = planOf(scene.view.bundle).tilt;
  if (option === undefined || !option.setBy.some((layer) => layer !== "firm")) return;
  if (!("low" in option.type) || !("high" in option.type)) return;
  const { low, high } = option.type;
  const most = Exact.min(new Exact(high ?? "0"), new Exact(low ?? "0").negated());
  if (!most.greaterThan(0)) return;
  const choice = defaultsOf(scene.choices, new Map());
  const guarding: Guarding = { choices: scene.choices, variables: new Map(), choice };
  const firm = scene.elements.filter(
    ({ when }) => when === undefined || holds(when, new Map(), guarding) === true,
  );
  const aims = firm.some(({ rules }) => readByRules(rules).targets);
  for (const { model, bands } of models) {
    if (bands.length === 0 && !aims) continue;
    for (const [to, from, room] of pairs(model.nodes)) {
      const amount = Exact.min(most, room).toFixed();
      const tilted = edited(scene, { model, amount, to, from });
      if (tilted === undefined) continue;
      const elements = [...firm, ...tilted.bands].filter(({ id }) => !told.clauses.has(id));
      const input = { space: scene.view.space, elements, choice, targets: tilted.targets };
      if (grounded(grounds, model.name, input) !== undefined) continue;
      const verdict = decide(scene.backend, input, new Map(), grounds.frame);
      if (verdict.feasible) {
        remember(grounds, model.name, verdict.system, verdict.x);
        continue;
      }
      const setting: Setting = {
        ...scene,
        space: input.space,
        choice,
        ranges: new Map(),
        targets: tilted.targets,
      };
      const conflict = fewest(setting, elements);
      if (conflict === undefined || conflict.elements.every(({ id }) => told.involved.has(id))) continue;
      for (const { id } of conflict.elements) told.involved.add(id);
      told.findings.push(
        finding(
          analyses.choiceLeavesNothing,
          option.source,
          {
            option: option.name,
            choice: `${pointsText(amount)} to ${to} from ${from}`,
            clauses: conflict.elements.map(calledIn),
            why: arithmetic(conflict, choice),
            assumed: ASSUMED,
          },
          { related: related(conflict.elements) },
        ),
      );
      break;
    }
  }
}

/** Classes of a model that points may move between, with how many there are to give. */
function* pairs(
  nodes: readonly ModelNode[],
): Generator<readonly [to: string, from: string, room: InstanceType<typeof Exact>]> {
  const targets = new Map<string, InstanceType<typeof Exact>>();
  const visit = (node: ModelNode): void => {
    if (node.node !== "class") return;
    targets.set(node.class, new Exact(node.target));
    for (const child of node.children) visit(child);
  };
  for (const node of nodes) visit(node);
  for (const to of targets.keys())
    for (const [from, room] of targets) if (to !== from && room.greaterThan(0)) yield [to, from, room];
}

/** Undefined where the model has no room for the tilt, which an account is told when it asks for it. */
function edited(
  { view }: Scene,
  { model, ...tilt }: { model: Bundle["models"][number]; amount: string; to: string; from: string },
): Followed | undefined {
  const { source } = planOf(view.bundle).tilt ?? {};
  if (source === undefined) return undefined;
  return followed(
    view,
    model,
    [...view.bundle.edits, { ...tilt, edit: "tilt", source, text: `tilt to ${tilt.to} from ${tilt.from}` }],
    new Map(),
  );
}
