/** What is told of a model whose targets move: what moved by itself, and not all that moves along. */
import { createHighs } from "@mandate/solver";
import { expect, it } from "vitest";
import { compileArchive, TODAY } from "../../testkit/index.ts";
import { diff } from "./diff.ts";

function version(equity: number, developed: number) {
  const files = new Map([
    [
      "data/securities.csv",
      "symbol,name,asset_class\nVTI,a,Large\nVEA,b,Developed\nIEFA,c,Developed\nBND,d,Bonds\n",
    ],
    [
      "firm/policy.mandate",
      `asset class Equity { asset class Large  asset class Developed }
asset class Bonds
asset class Cash
model Main {
  Equity ${equity}% { Large ${100 - developed}% { VTI }  Developed ${developed}% { VEA or IEFA cost 4bps } }
  Bonds ${98 - equity}% { BND }
  Cash 2%
}
`,
    ],
  ]);
  const { bundle, diagnostics } = compileArchive({ files, markers: [] });
  if (bundle === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return bundle;
}

it("tells what moved by itself", async () => {
  const backend = await createHighs();
  const note = (from: readonly [number, number], to: readonly [number, number]) =>
    diff(version(...from), version(...to), backend, { today: TODAY }).find(({ kind }) => kind === "model")
      ?.note;
  expect(note([60, 20], [58, 20])).toBe(
    "`Bonds` goes from 38% to 40% of the account; `Equity` goes from 60% to 58% of the account",
  );
  expect(note([60, 20], [60, 30])).toBe(
    "`Developed` goes from 12% to 18% of the account; `Large` goes from 48% to 42% of the account",
  );
  backend.dispose();
});
