/** What the extension and its page say to each other. */

export interface ShowMessage {
  readonly type: "show";
  /** markup; every text in it is escaped */
  readonly body: string;
}

export type PageMessage =
  | { readonly type: "ready" }
  /** somebody asks for the place in the text that a part came from */
  | { readonly type: "reveal"; readonly uri: string; readonly line: number };

export function isPageMessage(value: unknown): value is PageMessage {
  if (typeof value !== "object" || value === null) return false;
  const { type, uri, line }: { type?: unknown; uri?: unknown; line?: unknown } = value;
  return type === "ready" || (type === "reveal" && typeof uri === "string" && typeof line === "number");
}
