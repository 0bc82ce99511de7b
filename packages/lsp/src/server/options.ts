/** What a client may set (`initializationOptions`); whatever is not understood is passed over. */

export interface Settings {
  /** how diagnostics travel; without a word, as the client's capabilities say */
  readonly diagnostics?: "push" | "pull";
  /** when policies are proved; without a word, when one is saved */
  readonly proofs?: "saving" | "never";
  /** the folder of the handbook's pages, as a URI that ends in `/` */
  readonly handbook?: string;
}

export function readOptions(value: unknown): Settings {
  if (typeof value !== "object" || value === null) return {};
  const { diagnostics, handbook, proofs }: { diagnostics?: unknown; handbook?: unknown; proofs?: unknown } =
    value;
  return {
    ...(diagnostics === "push" || diagnostics === "pull" ? { diagnostics } : {}),
    ...(proofs === "saving" || proofs === "never" ? { proofs } : {}),
    ...(typeof handbook === "string" && handbook.endsWith("/") ? { handbook } : {}),
  };
}
