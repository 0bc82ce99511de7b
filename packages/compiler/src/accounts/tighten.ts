/** `tighten`: a lower level for a limit's one bound (language.md, "Authority"). */
import type { Name, TightenClause } from "@mandate/dsl";
import type { Adjustment } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { replaceFix } from "../diagnostics/reporter.ts";
import type { Scope } from "../env.ts";
import { placeOf, sourceOf, textOf } from "../files/unit.ts";
import { type LimitInfo, levelOf, type OneBound } from "../limits/limit.ts";
import { warnOfReach } from "../limits/reach.ts";
import { resolveClass, resolveSecurity, unknown } from "../sets/names.ts";
import { mention } from "../sets/value.ts";
import { refer } from "../symbols/references.ts";
import { settle, settled } from "../types/unit.ts";
import type { OwnLimits, Policies, ProfileLimits } from "./context.ts";

const { authority, names } = catalogue;

/** The limit of a name as an account sees it: its own, then its profiles', then the firm's. */
function nearestLimit(
  scope: Scope,
  name: Name,
  policies: Policies,
  own: OwnLimits,
  profiles: ProfileLimits,
): LimitInfo | undefined {
  if (own.has(name.text)) return own.get(name.text);
  const inProfiles = profiles.followed.filter(({ limits }) => limits.has(name.text));
  const [first] = inProfiles;
  if (first !== undefined && inProfiles.length === 1) return first.limits.get(name.text);
  if (first === undefined && !profiles.known && !policies.limits.has(name.text)) return undefined;
  const elsewhere =
    first === undefined && !scope.env.declarations.byName.has(name.text)
      ? profiles.all().filter(({ limits }) => limits.has(name.text))
      : [];
  const holders = [...inProfiles, ...elsewhere];
  if (holders.length === 0) return lookUpLimit(scope, name, policies, own);
  scope.env.reporter.report(
    authority.limitOfProfiles,
    placeOf(scope.unit, name),
    { limit: name.text, profiles: holders.map(({ profile }) => profile), followed: first !== undefined },
    {
      related: holders.flatMap(({ limits }) => {
        const limit = limits.get(name.text);
        if (limit === undefined) return [];
        return [{ ...placeOf(limit.unit, limit.node.name), message: "the limit is declared here" }];
      }),
    },
  );
  return undefined;
}

/** The firm's limits by name, or what is wrong with the name; `own` are offered as what it may have meant. */
export function lookUpLimit(
  scope: Scope,
  name: Name,
  policies: Policies,
  own: OwnLimits,
): LimitInfo | undefined {
  const { env, unit } = scope;
  if (name.text === "") return undefined;
  const found = policies.limits.get(name.text);
  if (found !== undefined) {
    refer(env.references, name.text, unit, name);
    return found;
  }
  const entity = env.declarations.byName.get(name.text);
  // A limit that is wrong, or not its layer's to declare, has been reported.
  if (entity?.kind === "limit" || entity?.valid === false) return undefined;
  if (entity !== undefined) {
    env.reporter.report(names.wrongKind, placeOf(unit, name), {
      found: name.text,
      is: entity.kind,
      expected: "limit",
    });
  } else {
    unknown(scope, name, "limit", [...own.keys(), ...policies.limits.keys()]);
  }
  return undefined;
}

/** The item that `for AAPL` narrows a limit to; reported and `wrong` where the limit does not range over it. */
export function narrow(scope: Scope, name: Name, limit: LimitInfo, bound: OneBound): string | "wrong" {
  if (name.text === "") return "wrong";
  const { env, unit } = scope;
  const { range } = bound;
  if (range === undefined) {
    env.reporter.report(authority.notInLoop, placeOf(unit, name), { found: name.text, limit: limit.name });
    return "wrong";
  }
  if (range.over === "classes") {
    const found = resolveClass(scope, name);
    if (found === undefined) return "wrong";
    if (range.classes.includes(found)) return found;
  } else {
    const index = resolveSecurity(scope, name);
    if (index === undefined) return "wrong";
    if (range.of.kind === "open") return name.text;
    const { issuer } = env.universe.securities[index] ?? {};
    const covered =
      range.over === "securities"
        ? range.of.members.includes(index)
        : range.of.members.some((member) => env.universe.securities[member]?.issuer === issuer);
    if (covered) return name.text;
  }
  env.reporter.report(
    authority.notInLoop,
    placeOf(unit, name),
    { found: name.text, limit: limit.name },
    { related: [{ ...placeOf(limit.unit, limit.node.name), message: "the limit is declared here" }] },
  );
  return "wrong";
}

export function tighten(
  scope: Scope,
  node: TightenClause,
  policies: Policies,
  own: OwnLimits,
  profiles: ProfileLimits,
  id: string,
): Adjustment | undefined {
  const { env, unit } = scope;
  const limit = nearestLimit(scope, node.limit, policies, own, profiles);
  if (limit === undefined) return undefined;
  const { bound } = limit;
  // Only where there is something to say is it asked where the limit stands: what says nothing need not be checked
  // again because the limit has moved.
  const related = () => [{ ...placeOf(limit.unit, limit.node.name), message: "the limit is declared here" }];
  if (typeof bound === "string") {
    env.reporter.report(
      authority.notOneBound,
      placeOf(unit, node),
      { limit: limit.name, why: bound, verb: "tightened" },
      { related: related() },
    );
    return undefined;
  }
  const item = node.for === undefined ? undefined : narrow(scope, node.for, limit, bound);
  const level = levelOf(scope, node.level, bound, "the level", limit);
  if (level?.value === undefined || item === "wrong") return undefined;
  if (bound.ty.u === "percent" && bound.ty.base.base === "set") mention(env.sets, bound.ty.base.of);
  const floor = bound.operator === ">=";
  const current = bound.bound.value;
  if (current !== undefined && (floor ? level.value.lessThan(current) : level.value.greaterThan(current))) {
    const written = textOf(limit.unit, bound.bound.node.span);
    env.reporter.report(
      authority.loosens,
      placeOf(unit, node),
      { limit: limit.name, found: textOf(unit, node.level.span), bound: written, floor },
      { related: related(), fixes: [replaceFix(unit.path, node.level.span, written)] },
    );
    return undefined;
  }
  warnOfReach(scope, bound.measure, bound.operator, level, limit.unit);
  return {
    id,
    name: `tighten ${limit.name}${node.for === undefined ? "" : ` for ${node.for.text}`}`,
    kind: "tighten",
    ...(node.because === undefined ? {} : { because: node.because.value }),
    source: sourceOf(unit, node.span),
    text: textOf(unit, node.span),
    limit: limit.clause.id,
    ...(item === undefined ? {} : { for: item }),
    level: level.build(settle(level.ty, settled(bound.ty))),
  };
}
