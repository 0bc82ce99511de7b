/** What an analysis found, on its way to a diagnostic. */
import type { Source } from "../../bundle/index.ts";
import type { Entry, Parameters } from "../../catalogue/index.ts";
import type { Diagnostic, Fix, Place, Related } from "../../diagnostics/diagnostic.ts";
import { diagnose } from "../../diagnostics/reporter.ts";
import type { Element } from "../linear/element.ts";

function placeAt(source: Source): Place {
  return { file: source.file, span: { start: source.start, end: source.end } };
}

/** How a clause is called among others: a band by its model, an account's clause by its own name. */
export function calledIn({ base }: Element): string {
  return base.kind === "band" ? base.id : base.name;
}

export function related(elements: readonly Element[], primary?: Source): Related[] {
  return elements.flatMap((element): Related[] => {
    const { base } = element;
    if (primary !== undefined && base.source.file === primary.file && base.source.start === primary.start)
      return [];
    const whose = `\`${calledIn(element)}\` (${base.source.layer})`;
    return [{ ...placeAt(base.source), message: `${whose}: ${base.text}` }];
  });
}

export function finding<P extends Parameters>(
  entry: Entry<P>,
  source: Source,
  parameters: P,
  extra: {
    readonly related: readonly Related[];
    readonly fixes?: readonly Fix[];
    readonly unnecessary?: boolean;
  },
): Diagnostic {
  return diagnose(entry, placeAt(source), parameters, {
    related: extra.related,
    fixes: extra.fixes ?? [],
    ...(extra.unnecessary === true ? { tags: ["unnecessary" as const] } : {}),
  });
}

/** The lowest layer's, and there the last declared: whoever came last, and can repair it. */
export function blamed(elements: readonly Element[]): Element | undefined {
  let worst: Element | undefined;
  for (const element of elements) {
    if (worst === undefined) worst = element;
    else if (element.rank !== worst.rank) worst = element.rank > worst.rank ? element : worst;
    else if (element.base.source.file !== worst.base.source.file)
      worst = element.base.source.file > worst.base.source.file ? element : worst;
    else if (element.base.source.start > worst.base.source.start) worst = element;
  }
  return worst;
}
