/** Waivers: inside what the limit grants, complete, and in time (language.md, "Authority"). */
import type { Waive } from "@mandate/dsl";
import type { Policies } from "../accounts/context.ts";
import { lookUpLimit, narrow } from "../accounts/tighten.ts";
import type { Bundle } from "../bundle/index.ts";
import { catalogue } from "../catalogue/index.ts";
import { type Scope, scopeIn } from "../env.ts";
import { damaged, type Placed, placeOf, sourceOf, textOf } from "../files/unit.ts";
import { type LimitInfo, levelOf } from "../limits/limit.ts";
import { addDuration, dayNumber } from "../numbers/dates.ts";
import { durationOf } from "../numbers/duration.ts";
import { settle, settled } from "../types/unit.ts";
import { type Granted, warnOfCovered } from "./covered.ts";

const { authority } = catalogue;

type WaiverIR = Bundle["waivers"][number];

export function resolveWaivers(policies: Policies): WaiverIR[] {
  const ids = new Set<string>();
  const resolved = policies.env.declarations.waivers.flatMap(
    (placed) => resolveWaiver(policies, placed, ids) ?? [],
  );
  warnOfCovered(policies.env, resolved);
  return resolved.map(({ ir }) => ir);
}

function resolveWaiver(
  policies: Policies,
  { node, unit }: Placed<Waive>,
  ids: Set<string>,
): Granted | undefined {
  const { env } = policies;
  const scope = scopeIn(env, unit);
  const limit = lookUpLimit(scope, node.limit, policies, new Map());
  if (node.account.missing !== true && node.account.value.trim() === "")
    env.reporter.report(catalogue.names.emptyText, placeOf(unit, node.account), { what: "account" });
  if (limit === undefined || node.account.missing === true) return undefined;
  const related = [{ ...placeOf(limit.unit, limit.node.name), message: "the limit is declared here" }];
  const { grant, bound } = limit;
  if (limit.node.waivable === undefined) {
    env.reporter.report(authority.notWaivable, placeOf(unit, node), { limit: limit.name }, { related });
    return undefined;
  }
  if (grant === undefined || typeof bound === "string") return undefined;
  if (!complete(scope, node, limit)) return undefined;
  const item = node.for === undefined ? undefined : narrow(scope, node.for, limit, bound);
  const floor = bound.operator === ">=";
  if (floor !== (node.direction === "down to")) {
    env.reporter.report(
      authority.waiverDirection,
      placeOf(unit, node),
      { limit: limit.name, floor, found: node.direction },
      { related },
    );
    return undefined;
  }
  const level = levelOf(scope, node.level, bound, "the level of a waiver", limit);
  if (level?.value === undefined || item === "wrong" || node.until === undefined) return undefined;
  // A date that no calendar has is reported already.
  if (node.until.value === "") return undefined;
  const expired = node.until.value < env.today;
  if (floor ? level.value.lessThan(grant.level) : level.value.greaterThan(grant.level)) {
    env.reporter.report(
      authority.beyondGrant,
      placeOf(unit, node),
      { limit: limit.name, found: textOf(unit, node.level.span), grant: grant.text, down: floor },
      { related: [{ ...placeOf(limit.unit, grant.node), message: "this is what may be waived" }] },
    );
    return undefined;
  }
  if (!expired && tooLong(scope, node, limit)) return undefined;
  warnOfEnd(scope, node, limit, expired);
  const current = bound.bound.value;
  const pointless =
    !expired &&
    current !== undefined &&
    (floor ? level.value.greaterThanOrEqualTo(current) : level.value.lessThanOrEqualTo(current));
  if (pointless) {
    env.reporter.report(authority.pointlessWaiver, placeOf(unit, node), {
      limit: limit.name,
      found: textOf(unit, node.level.span),
      bound: textOf(limit.unit, bound.bound.node.span),
    });
  }
  const name = `waive ${limit.name}${item === undefined ? "" : ` for ${item}`}`;
  const ir: WaiverIR = {
    id: uniqueId(ids, `account "${node.account.value}".${name}`),
    name,
    kind: "waive",
    ...(node.because === undefined ? {} : { because: node.because.value }),
    source: sourceOf(unit, node.span),
    text: textOf(unit, node.span),
    limit: limit.clause.id,
    ...(item === undefined ? {} : { for: item }),
    level: level.build(settle(level.ty, settled(bound.ty))),
    until: node.until.value,
    account: node.account.value,
    approvedBy: node.approvedBy?.value ?? "",
    ...(node.on === undefined ? {} : { approvedOn: node.on.value }),
  };
  return { ir, node, unit, name: limit.name, level: level.value, floor, idle: expired || pointless };
}

function uniqueId(ids: Set<string>, base: string): string {
  let id = base;
  for (let count = 2; ids.has(id); count += 1) id = `${base} #${count}`;
  ids.add(id);
  return id;
}

/** Each waiver has a reason, an approval and an end. */
function complete({ env, unit }: Scope, node: Waive, limit: LimitInfo): boolean {
  const said = (text: { readonly value: string; readonly missing?: boolean } | undefined) =>
    text !== undefined && (text.missing === true || text.value.trim() !== "");
  const missing = [
    ...(node.until === undefined ? ["last day (`until …`)"] : []),
    ...(said(node.because) ? [] : ['reason (`because "…"`)']),
    ...(said(node.approvedBy) ? [] : ['approval (`approved by "…"`)']),
  ];
  if (missing.length === 0) return true;
  if (!damaged(unit, node.span))
    env.reporter.report(authority.waiverIncomplete, placeOf(unit, node), { limit: limit.name, missing });
  return false;
}

/** The grant's time counts from the approval's date, else from today. */
function tooLong({ env, unit }: Scope, node: Waive, limit: LimitInfo): boolean {
  const length = limit.grant?.node.duration;
  const duration = length === undefined ? undefined : durationOf(length);
  if (duration === undefined || node.until === undefined) return false;
  const from = node.on?.value ?? env.today;
  const last = addDuration(from, duration);
  if (node.until.value <= last) return false;
  env.reporter.report(
    authority.waiverTooLong,
    placeOf(unit, node),
    { limit: limit.name, until: node.until.value, last, from },
    length === undefined
      ? {}
      : {
          related: [
            { file: limit.unit.path, span: length.span, message: "this is how long it may be waived" },
          ],
        },
  );
  return true;
}

const SOON = 30;

function warnOfEnd({ env, unit }: Scope, node: Waive, limit: LimitInfo, expired: boolean): void {
  if (node.until === undefined) return;
  const until = node.until.value;
  const days = dayNumber(until) - dayNumber(env.today);
  if (expired)
    env.reporter.report(
      authority.waiverExpired,
      placeOf(unit, node),
      { limit: limit.name, until },
      // No longer in force: faded, and struck through.
      { tags: ["unnecessary", "deprecated"] },
    );
  else if (days <= SOON)
    env.reporter.report(authority.waiverEnding, placeOf(unit, node), { limit: limit.name, until, days });
  if (node.on !== undefined && node.on.value > env.today)
    env.reporter.report(authority.reportedApproval, placeOf(unit, node.on), { on: node.on.value });
}
