/** What a clause of one version is in the other, with a portfolio that shows it. */
export type Change = "tightened" | "loosened" | "both" | "unchanged" | "added" | "removed";

export interface Holding {
  /** a security, a class where all of it weighs as much, `Cash`, or a measure such as `turnover` */
  readonly name: string;
  /** as people write it: `47%` */
  readonly weight: string;
}

/** A portfolio that one version permits and this clause of the other forbids. */
export interface Witness {
  readonly permittedBy: "a" | "b";
  readonly portfolio: readonly Holding[];
  /** choices with which it does */
  readonly choices: Readonly<Record<string, string>>;
  /** the model whose bands it keeps to, where there is one */
  readonly model?: string;
  readonly text: string;
}

export interface ClauseChange {
  /** `EquityCap`, `Balanced.Cash.band`, `account "1001".reserve cash` */
  readonly clause: string;
  /** `limit`, `band`, `model`, `option`, … */
  readonly kind: string;
  readonly change: Change;
  readonly witness: readonly Witness[];
  /** what changed, where no portfolio tells it: `default 1% became 2%` */
  readonly note?: string;
  readonly because?: string;
}

export function changeOf(tightened: boolean, loosened: boolean): Change {
  if (tightened && loosened) return "both";
  return tightened ? "tightened" : loosened ? "loosened" : "unchanged";
}
