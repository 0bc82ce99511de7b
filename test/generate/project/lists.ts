/** Lists: from files, from conditions, from each other. */
import type { Random } from "../random.ts";
import type { ClassPlan, ListPlan, SecurityPlan, SetPlan } from "./plan.ts";
import { classSet, makeCondition, securitySet } from "./sets.ts";
import { name } from "./write.ts";

export interface MadeLists {
  readonly lists: readonly ListPlan[];
  readonly text: string;
  /** the files that lists are read from */
  readonly files: ReadonlyMap<string, string>;
}

const minus = (left: SetPlan, right: SetPlan): ReadonlySet<string> =>
  new Set([...left.members].filter((symbol) => !right.members.has(symbol)));

export function makeLists(
  random: Random,
  layer: "firm" | "advisor",
  prefix: string,
  count: number,
  classes: readonly ClassPlan[],
  securities: readonly SecurityPlan[],
  known: readonly ListPlan[] = [],
): MadeLists {
  const lists: ListPlan[] = [];
  const lines: string[] = [];
  const files = new Map<string, string>();
  for (let place = 1; place <= count; place++) {
    const called = `${prefix}List${place}`;
    const made = makeList(random, `data/${called}.csv`, classes, securities, [...known, ...lists]);
    if ("csv" in made) {
      files.set(`data/${called}.csv`, made.csv);
      lines.push(`list ${called} from "data/${called}.csv"`);
    } else lines.push(`list ${called} = ${made.set.text}`);
    lists.push({ ...made.set, name: called, layer });
  }
  return { lists, text: lines.join("\n"), files };
}

function makeList(
  random: Random,
  path: string,
  classes: readonly ClassPlan[],
  securities: readonly SecurityPlan[],
  known: readonly ListPlan[],
): { readonly set: SetPlan } | { readonly set: SetPlan; readonly csv: string } {
  const kind = random.integer(0, 5);
  const fixed = (text: string, members: ReadonlySet<string>): { set: SetPlan } => ({
    set: { text, members, cash: false },
  });
  const some = (): string[] => random.some(securities, random.integer(1, 4)).map(({ symbol }) => symbol);
  const invested = classes.filter((plan) => plan.name !== "Cash");
  if (kind === 0) {
    const members = random.some(securities, Math.ceil(securities.length * 0.7)).map(({ symbol }) => symbol);
    return { ...fixed(path, new Set(members)), csv: `symbol\n${members.join("\n")}\n` };
  }
  if (kind === 1) {
    const members = some();
    return fixed(`{ ${members.map(name).join(", ")} }`, new Set(members));
  }
  if (kind === 2) {
    const base = classSet(classes, securities, random.pick(invested));
    const away = some();
    const members = [...base.members].filter((symbol) => !away.includes(symbol));
    return fixed(`${base.text} except { ${away.map(name).join(", ")} }`, new Set(members));
  }
  if (kind === 3 && known.length > 0) {
    const list = random.pick(known);
    const base = classSet(classes, securities, random.pick(invested));
    const both = [...list.members].filter((symbol) => base.members.has(symbol));
    if (random.chance(0.5)) return fixed(`${list.name} and ${base.text}`, new Set(both));
    return fixed(`${list.name} or ${base.text}`, new Set([...list.members, ...base.members]));
  }
  if (kind === 4 && known.length > 0) {
    const list = random.pick(known);
    const one = securitySet(random.pick(securities).symbol);
    const all: SetPlan = {
      text: "securities",
      members: new Set(securities.map(({ symbol }) => symbol)),
      cash: false,
    };
    if (random.chance(0.5)) return fixed(`securities except ${list.name}`, minus(all, list));
    return fixed(`${list.name} except ${one.text}`, minus(list, one));
  }
  const condition = makeCondition(random, securities);
  return fixed(`securities where ${condition.text}`, condition.members);
}
