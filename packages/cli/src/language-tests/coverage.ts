/** Which clauses of the policy some test made binding, and which none did. */
import type { Bundle, ModelNode, Source } from "@mandate/compiler";
import type { TestResult } from "@mandate/runtime";

interface Coverable {
  readonly id: string;
  readonly source: Source;
}

export interface Coverage {
  readonly bound: readonly Coverable[];
  readonly never: readonly Coverable[];
}

/** Clauses of the firm, bands of its models, clauses of profiles. A test's own accounts are not the policy. */
export function coverageOf(bundle: Bundle, results: readonly TestResult[]): Coverage {
  const binding = new Set(results.flatMap((result) => result.binding));
  const clauses: readonly Coverable[] = [
    ...bundle.clauses,
    ...bundle.models.flatMap(({ name, nodes }) => bandsIn(name, nodes)),
    ...bundle.profiles.flatMap((profile) => profile.block.clauses),
  ];
  return {
    bound: clauses.filter(({ id }) => binding.has(id)),
    never: clauses.filter(({ id }) => !binding.has(id)),
  };
}

/** Bands by the names that they are cited by. One of 0 % to 100 % keeps nothing out. */
function bandsIn(model: string, nodes: readonly ModelNode[]): Coverable[] {
  return nodes.flatMap((node) => {
    const called = node.node === "class" ? node.class : (node.members[0]?.symbol ?? "");
    const { band } = node;
    const own =
      band === undefined || (band.low === "0" && band.high === "1")
        ? []
        : [{ id: `${model}.${called}.band`, source: band.source }];
    return node.node === "class" ? [...own, ...bandsIn(model, node.children)] : own;
  });
}

export function coverageText({ bound, never }: Coverage): string {
  const line = ({ id, source }: Coverable): string => `  ${id}  ${source.file}:${source.line}`;
  const lines = [
    "",
    `Bound in some test: ${bound.length} of ${bound.length + never.length} clauses`,
    ...bound.map(line),
  ];
  if (never.length > 0) lines.push("", "Never bound in any test", ...never.map(line));
  return `${lines.join("\n")}\n`;
}

/** `{ "bound": [{ "clause", "file", "line" }], "never": […] }` */
export function coverageAsJson({ bound, never }: Coverage): unknown {
  const plain = ({ id, source }: Coverable) => ({ clause: id, file: source.file, line: source.line });
  return { bound: bound.map(plain), never: never.map(plain) };
}
