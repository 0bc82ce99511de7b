/**
 * Every generated account is proposed trades that the checker passes, or told why not.
 *
 * By hand: MANDATE_ROUNDING=2000 npx vitest run test/differential/rounding.test.ts (2,000 projects of some five accounts
 * each, from seed MANDATE_DIFFERENTIAL_FROM on) prints what rounding costs, too.
 */
import { createHighs } from "@mandate/solver";
import { describe, expect, it } from "vitest";
import { percentiles, type Rounded, roundedAccounts } from "./rounding.ts";

const seeds = Number(process.env.MANDATE_ROUNDING ?? 20);
const from = Number(process.env.MANDATE_DIFFERENTIAL_FROM ?? 501);
const sizes = [0, 5_000, 25_000, 100_000, 1_000_000, Number.POSITIVE_INFINITY];

/** Costs in basis points by size of account. */
function table(accounts: readonly Rounded[]): string[] {
  return sizes.slice(1).map((most, at) => {
    const least = sizes[at] ?? 0;
    const own = accounts.flatMap(({ value, bps }) =>
      bps !== undefined && value >= least && value < most ? [bps] : [],
    );
    const [median, p90, p99, max] = percentiles(own, [50, 90, 99, 100]).map((bps) => bps.toFixed(3));
    return `$${least} to $${most}: ${own.length} accounts, bps: median ${median}, p90 ${p90}, p99 ${p99}, max ${max}`;
  });
}

function dearest(accounts: readonly Rounded[], least: number): string[] {
  return accounts
    .flatMap(({ seed, account, value, bps }) =>
      bps !== undefined && value >= least ? [{ seed, account, bps }] : [],
    )
    .sort((a, b) => b.bps - a.bps)
    .slice(0, 10)
    .map(({ seed, account, bps }) => `${seed}/${account} ${bps.toFixed(1)}`);
}

describe("rounding", () => {
  it("comes to an end where rows that clash are nearly parallel", async () => {
    const backend = await createHighs();
    const accounts = [...roundedAccounts(40_905, 1, backend, () => performance.now())];
    backend.dispose();
    expect(accounts.map(({ account, status }) => `${account} ${status}`)).toContain("1001 infeasible");
  }, 120_000);

  it(
    `never fails the check, in the accounts of ${seeds} projects`,
    async () => {
      const backend = await createHighs();
      const accounts = [...roundedAccounts(from, seeds, backend, () => performance.now())];
      backend.dispose();
      const byStatus = new Map<string, number>();
      for (const { status } of accounts) byStatus.set(status, (byStatus.get(status) ?? 0) + 1);
      const unsettled = accounts.filter(({ status, settled }) => status === "INCREMENTS" && !settled);
      if (seeds > 20) {
        const counts = JSON.stringify(Object.fromEntries(byStatus));
        const open = accounts.filter(({ unproved }) => unproved).length;
        console.info([counts, `ended by their limit: ${open}`, ...table(accounts)].join("\n"));
        console.info(
          "INCREMENTS, not settled:",
          unsettled.map(({ seed, account }) => `${seed}/${account}`),
        );
        console.info("the dearest of $100,000 and more:", dearest(accounts, 100_000));
      }
      const defects = ["CHECK_FAILED", "SOLVER_FAILED"];
      expect(accounts.filter(({ status }) => defects.includes(status))).toEqual([]);
      expect(accounts.filter(({ bps }) => bps !== undefined && bps < -1e-3)).toEqual([]);
      const large = accounts.flatMap(({ value, bps }) =>
        bps !== undefined && value >= 100_000 ? [bps] : [],
      );
      expect(large.length).toBeGreaterThan(seeds / 4);
      // An account of $100,000 is some thousand shares: what rounding costs it is a small part of a basis point mostly.
      expect(percentiles(large, [50])[0]).toBeLessThan(1);
    },
    600_000 + seeds * 20_000,
  );
});
