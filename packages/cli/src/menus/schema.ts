/** A JSON Schema (2020-12) of the choices of one account: what the compiler would refuse, the schema refuses. */
import { type Bundle, chosen, type OptionIR } from "@mandate/compiler";

/** The parts of JSON Schema that menus need. */
export interface Schema {
  readonly $schema?: string;
  readonly title?: string;
  readonly description?: string;
  readonly type?: string;
  readonly const?: string;
  readonly enum?: readonly string[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly uniqueItems?: boolean;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly propertyNames?: Schema;
  readonly additionalProperties?: Schema | boolean;
  readonly default?: string | number | boolean | readonly string[];
}

/**
 * An object with one property an option, `Menu.option`, none of them required. Money is in USD; percents and points are
 * fractions, as everywhere in files (data.md); flags are booleans; lists are arrays of names.
 */
export function choicesSchema(bundle: Bundle): Schema {
  const classes = bundle.classes.map(({ name }) => name);
  const options = bundle.menus.flatMap((menu) => menu.options);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: `Choices of an account of ${bundle.name}`,
    type: "object",
    properties: Object.fromEntries(options.map((option) => [option.name, property(option, classes)])),
    additionalProperties: false,
  };
}

function property(option: OptionIR, classes: readonly string[]): Schema {
  const about = [
    option.doc,
    option.setBy.length === 0 ? "Set by nobody but the firm." : `Set by ${option.setBy.join(" or ")}.`,
  ];
  const description = about.filter((part) => part !== undefined).join(" ");
  if (option.forEachClass)
    return {
      description,
      type: "object",
      propertyNames: { enum: classes },
      additionalProperties: value(option),
    };
  const standing = defaultOf(option);
  const schema: Schema = {
    description,
    ...(standing === undefined ? {} : { default: standing }),
  };
  // An option that nobody need choose may be un-chosen in so many words.
  return option.default.kind === "none" && option.type.type !== "lists"
    ? { ...schema, anyOf: [{ const: "none" }, value(option)] }
    : { ...schema, ...value(option) };
}

function value({ type }: OptionIR): Schema {
  switch (type.type) {
    case "choice":
      return { enum: type.cases.map(({ name }) => name) };
    case "flag":
      return { type: "boolean" };
    case "lists":
      return { type: "array", items: { enum: type.lists }, uniqueItems: true };
    default:
      return {
        type: "number",
        ...(type.low === undefined ? {} : { minimum: Number(type.low) }),
        ...(type.high === undefined ? {} : { maximum: Number(type.high) }),
      };
  }
}

function defaultOf(option: OptionIR): string | number | boolean | readonly string[] | undefined {
  const { default: standing } = option;
  switch (standing.kind) {
    case "quantity":
      return Number(standing.value);
    case "flag":
      return standing.on;
    case "lists":
      return standing.lists;
    case "case":
      return chosen(standing, option);
    case "none":
      return option.type.type === "lists" ? [] : "none";
  }
}
