/** What a client may set (`initializationOptions`); whatever is not understood is passed over. */

export interface Settings {
  /** how diagnostics travel; without a word, as the client's capabilities say */
  readonly diagnostics?: "push" | "pull";
  /** the folder of the handbook's pages, as a URI that ends in `/` */
  readonly handbook?: string;
}

export function readOptions(value: unknown): Settings {
  if (typeof value !== "object" || value === null) return {};
  const { diagnostics, handbook }: { diagnostics?: unknown; handbook?: unknown } = value;
  return {
    ...(diagnostics === "push" || diagnostics === "pull" ? { diagnostics } : {}),
    ...(typeof handbook === "string" && handbook.endsWith("/") ? { handbook } : {}),
  };
}
