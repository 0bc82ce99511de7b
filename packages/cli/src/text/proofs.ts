/** What was proved, and what each proof took for granted. */
import type { Proof } from "@mandate/compiler";

export function proofsInWords(proofs: readonly Proof[]): string {
  const accounts = proofs.filter(({ of, holds }) => holds && of.startsWith("account ")).length;
  const others = proofs.filter(({ of, holds }) => holds && !of.startsWith("account ")).map(({ of }) => of);
  const failing = proofs.filter(({ holds }) => !holds).map(({ of }) => of);
  const counted = accounts === 0 ? [] : [`${accounts} ${accounts === 1 ? "account" : "accounts"}`];
  const proved = [...others, ...counted];
  const assumed = [...new Set(proofs.flatMap((proof) => proof.assumed))];
  return [
    "",
    ...(proved.length === 0
      ? []
      : [`proved, every permitted choice leaves a portfolio: ${proved.join(", ")}`]),
    ...(failing.length === 0 ? [] : [`not proved: ${failing.join(", ")}`]),
    "taken for granted:",
    ...assumed.map((line) => `  ${line}`),
    "",
  ].join("\n");
}
