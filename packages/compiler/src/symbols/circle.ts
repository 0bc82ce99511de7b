/** Definitions that go round in a circle: one error for each circle, on the first of it that was declared. */
import { catalogue } from "../catalogue/index.ts";
import type { Reporter } from "../diagnostics/reporter.ts";
import { placeOf } from "../files/unit.ts";
import type { Entity } from "./entity.ts";

export function reportCircle(reporter: Reporter, circle: readonly Entity[]): void {
  const [first, ...others] = [...circle].sort(
    (a, b) =>
      (a.unit.path < b.unit.path ? -1 : a.unit.path > b.unit.path ? 1 : 0) ||
      a.nameNode.span.start - b.nameNode.span.start,
  );
  if (first === undefined) return;
  reporter.report(
    catalogue.names.circular,
    placeOf(first.unit, first.nameNode),
    { found: first.name, by: others.map(({ name }) => name) },
    {
      related: others.map((other) => ({
        ...placeOf(other.unit, other.nameNode),
        message: `\`${other.name}\` is part of the circle`,
      })),
    },
  );
}
