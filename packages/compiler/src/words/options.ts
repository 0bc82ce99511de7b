/** Options of menus, in words. */
import type { ChoiceValue, MenuIR, OptionIR } from "../bundle/index.ts";
import { amount } from "./amounts.ts";

/** What an option offers: `$0 to $1,000,000`, `none, normal or high`. */
export function offer({ type, forEachClass }: OptionIR): string {
  const what = ((): string => {
    switch (type.type) {
      case "choice":
        return type.cases.map(({ name }) => name).join(", ");
      case "flag":
        return "on, off";
      case "lists":
        return `any of ${type.lists.join(", ")}`;
      default: {
        const low = type.low === undefined ? undefined : amount(type.low, type.type);
        const high = type.high === undefined ? undefined : amount(type.high, type.type);
        if (low !== undefined && high !== undefined) return `${low} to ${high}`;
        if (low !== undefined) return `${low} or more`;
        return high === undefined ? `any ${type.type}` : `up to ${high}`;
      }
    }
  })();
  return forEachClass ? `${what}, for each class` : what;
}

/** A chosen or default value. */
export function chosen(value: ChoiceValue, { type }: OptionIR): string {
  switch (value.kind) {
    case "none":
      return "none";
    case "flag":
      return value.on ? "on" : "off";
    case "case":
      return value.case;
    case "lists":
      return value.lists.length === 0 ? "none" : value.lists.join(", ");
    case "quantity":
      return type.type === "choice" || type.type === "flag" || type.type === "lists"
        ? value.value
        : amount(value.value, type.type);
  }
}

/** Who may set an option; nobody else may. */
export function setters({ setBy }: OptionIR): string {
  return setBy.length === 0 ? "the firm alone" : setBy.join(", ");
}

/** `sensitivity` of `Tax.sensitivity` */
export function shortName(menu: MenuIR, { name }: OptionIR): string {
  return name.startsWith(`${menu.name}.`) ? name.slice(menu.name.length + 1) : name;
}
