/** MDT5xxx: models, sleeves, bands, objective. */
import { entry, series } from "./entry.ts";
import { article } from "./names.ts";

const t = (text: string) => ({ text });

export const models = {
  doesNotAddUp: entry<{ what: string; sum: string }>({
    code: "MDT5001",
    severity: "error",
    name: "does-not-add-up",
    message: ({ what, sum }) => `what stands inside \`${what}\` adds up to \`${sum}\` and not to \`100%\``,
    page: {
      why: "Every level of a model says how the whole of its parent is divided; what is missing would be money without a home.",
      avoid: t("model Off { Equity 60% { VTI }  FixedIncome 38% { BND } }"),
      prefer: t("model On { Equity 60% { VTI }  FixedIncome 38% { BND }  Cash 2% }"),
    },
  }),
  missingWeight: entry<{ found: string }>({
    code: "MDT5002",
    severity: "error",
    name: "allocation-without-weight",
    message: ({ found }) =>
      `\`${found}\` has no percentage; only one that stands alone is all of its parent by itself`,
    page: {
      why: "How several share their parent is not guessed at.",
      avoid: t("model Off { Equity 60% { VTI  AAPL 10% }  FixedIncome 38% { BND }  Cash 2% }"),
      prefer: t("model On { Equity 60% { VTI 90%  AAPL 10% }  FixedIncome 38% { BND }  Cash 2% }"),
    },
  }),
  wrongClass: entry<{ found: string; is: string; under: string; sleeve?: string | undefined }>({
    code: "MDT5003",
    severity: "error",
    name: "security-under-another-class",
    message: ({ found, is, under, sleeve }) =>
      sleeve === undefined
        ? `\`${found}\` is in the class \`${is}\`, so it cannot stand under \`${under}\``
        : `\`${found}\` of the sleeve \`${sleeve}\` is in the class \`${is}\`, so the sleeve cannot stand under \`${under}\``,
    page: {
      why: "A class's weight is that of its securities; one that stood under another class would count for neither as the reader expects.",
      avoid: t("model Off { Equity 60% { BND }  FixedIncome 38% { AGG }  Cash 2% }"),
      prefer: t("model On { Equity 60% { VTI }  FixedIncome 38% { AGG }  Cash 2% }"),
    },
  }),
  bandExcludesTarget: entry<{ band: string; found: string; target: string }>({
    code: "MDT5004",
    severity: "error",
    name: "band-without-its-target",
    message: ({ band, found, target }) =>
      `the band \`${band}\` does not contain the target of \`${found}\`, \`${target}\` of the account`,
    help: "bands are in terms of the account, and so is the target that they are drawn around",
    page: {
      why: "An account on target would break the band, and one inside the band would always be off its target.",
      avoid: t("model Off { Equity 60% band 65%..75% { VTI }  FixedIncome 38% { BND }  Cash 2% }"),
      prefer: t("model On { Equity 60% band 55%..65% { VTI }  FixedIncome 38% { BND }  Cash 2% }"),
    },
  }),
  needsSecurity: entry<{ found: string }>({
    code: "MDT5005",
    severity: "error",
    name: "class-without-a-security",
    message: ({ found }) => `\`${found}\` has a target and no security to buy for it`,
    help: "put one in braces: only Cash needs none",
    page: {
      why: "A target that nothing can be bought for is never reached.",
      avoid: t("model Off { Equity 60%  FixedIncome 38% { BND }  Cash 2% }"),
      prefer: t("model On { Equity 60% { VTI }  FixedIncome 38% { BND }  Cash 2% }"),
    },
  }),
  wrongNesting: entry<{ found: string; under: string; parent: string }>({
    code: "MDT5006",
    severity: "error",
    name: "class-under-another-class",
    message: ({ found, under, parent }) =>
      parent === ""
        ? `\`${found}\` is not a class of \`${under}\``
        : `\`${found}\` is a class of \`${parent}\`, so it cannot stand under \`${under}\``,
    page: {
      why: "A model nests its classes as they are declared.",
      avoid: t("model Off { Equity 98% { FixedIncome 100% { BND } }  Cash 2% }"),
      prefer: t("model On { Equity 60% { VTI }  FixedIncome 38% { BND }  Cash 2% }"),
    },
  }),
  classTwice: entry<{ found: string; inside?: string | undefined }>({
    code: "MDT5007",
    severity: "error",
    name: "class-twice",
    message: ({ found, inside }) =>
      inside === undefined
        ? `\`${found}\` has a target in this model already`
        : `\`${found}\` is inside \`${inside}\`, which has a target of its own beside it`,
    page: {
      why: "A class has one target.",
      avoid: t("model Off { Equity 30% { VTI }  Equity 30% { AAPL }  FixedIncome 38% { BND }  Cash 2% }"),
      prefer: t("model On { Equity 60% { VTI 50%  AAPL 50% }  FixedIncome 38% { BND }  Cash 2% }"),
    },
  }),
  weightRange: entry<{ found: string }>({
    code: "MDT5008",
    severity: "error",
    name: "weight-out-of-range",
    message: ({ found }) => `\`${found}\` is no share of a whole: it must lie between \`0%\` and \`100%\``,
    page: {
      why: "Nothing is sold short and nothing is borrowed.",
      avoid: t("model Off { Equity 110% { VTI }  Cash 2% }"),
      prefer: t("model On { Equity 80% { VTI }  FixedIncome 18% { BND }  Cash 2% }"),
    },
  }),
  notInSleeve: entry<{ found: string; is: string }>({
    code: "MDT5009",
    severity: "error",
    name: "not-in-a-sleeve",
    message: ({ found, is }) => `a sleeve is made of securities, and \`${found}\` is ${article(is)}`,
    page: {
      why: "A sleeve is used under whichever class contains its securities.",
      avoid: t("sleeve Off { Equity 100% }"),
      prefer: t("sleeve On { VTI 100% }"),
    },
  }),
  illegalSubstitute: entry<{
    found: string;
    instead: string;
    model?: string | undefined;
    offered: readonly string[];
  }>({
    code: "MDT5010",
    severity: "error",
    name: "substitute-that-is-no-alternate",
    message: ({ found, instead, model, offered }) =>
      found === instead
        ? `\`${found}\` cannot take its own place${offered.length === 0 ? "" : `; ${series(offered, "or")} could`}`
        : `\`${instead}\` is no alternate of \`${found}\`${model === undefined ? " in any model" : ` in \`${model}\``}, and no \`equivalents\` name the two together${
            offered.length === 0 ? "" : `; ${series(offered, "or")} would be`
          }`,
    page: {
      why: "What may take a security's place is the firm's to say, by `or` in the model or by `equivalents`.",
      avoid: { text: 'account "a" { model Base  substitute VTI with AAPL }', layer: "advisor" },
      prefer: { text: 'account "a" { model Base  substitute VTI with ITOT }', layer: "advisor" },
    },
  }),
  substitutedTwice: entry<{ found: string; instead: string; again: boolean; back: boolean }>({
    code: "MDT5017",
    severity: "error",
    name: "substituted-twice",
    message: ({ found, instead, again, back }) =>
      again
        ? `\`${found}\` is substituted already, with \`${instead}\``
        : back
          ? `\`${found}\` is substituted, with \`${instead}\`, so it cannot take another's place`
          : `\`${instead}\` takes the place of \`${found}\`, so it cannot be substituted itself`,
    help: "keep the one that is meant: clauses have no order, so none of them comes after another",
    page: {
      why: "Two substitutions of the same security would come to something else, whichever were made first.",
      avoid: {
        text: 'account "a" { model Base  substitute VTI with ITOT  substitute ITOT with VTI }',
        layer: "advisor",
      },
      prefer: { text: 'account "a" { model Base  substitute VTI with ITOT }', layer: "advisor" },
    },
  }),
  oneEquivalent: entry<{ found: string }>({
    code: "MDT5018",
    severity: "error",
    name: "equivalent-to-nothing",
    message: ({ found }) =>
      `\`${found}\` names fewer than two securities, so nothing in it is equivalent to another`,
    help: "name at least two, or take it out",
    page: {
      why: "A group of equivalents says what may take another's place.",
      avoid: { text: "equivalents TotalMarket { VTI }" },
      prefer: { text: "equivalents TotalMarket { VTI, ITOT }" },
    },
  }),
  cannotTilt: entry<{ found: string; why: string }>({
    code: "MDT5011",
    severity: "error",
    name: "tilt-without-room",
    message: ({ found, why }) => `\`${found}\` cannot be tilted: ${why}`,
    page: {
      why: "A tilt moves points between two targets of the account's model.",
      avoid: { text: 'account "a" { model Base  tilt 3pp to Equity from Cash }', layer: "advisor" },
      prefer: { text: 'account "a" { model Base  tilt 3pp to Equity from FixedIncome }', layer: "advisor" },
    },
  }),
  objectiveTwice: entry<{ what: string }>({
    code: "MDT5012",
    severity: "error",
    name: "objective-twice",
    message: ({ what }) => `${what} is stated already`,
    page: {
      why: "One sum is minimised; of two prices for the same thing neither could win.",
      avoid: t(
        "objective { drift of classes cost 40bps per 1pp }\nobjective { drift of classes cost 20bps per 1pp }",
      ),
      prefer: t("objective { drift of classes cost 40bps per 1pp }"),
    },
  }),
  stepsNotConvex: entry<{ found: string; why: string }>({
    code: "MDT5013",
    severity: "error",
    name: "steps-that-fall",
    message: ({ found, why }) => `\`${found}\` ${why}`,
    help: "each step starts further out than the one before and costs more per point",
    page: {
      why: "Were drift cheaper further out, the optimizer would drift there on purpose.",
      avoid: t("objective { drift of classes cost 40bps per 1pp beyond 1pp, 20bps per 1pp beyond 3pp }"),
      prefer: t("objective { drift of classes cost 20bps per 1pp beyond 1pp, 40bps per 1pp beyond 3pp }"),
    },
  }),
  standsInside: entry<{ found: string; inside: string; base: string }>({
    code: "MDT5014",
    severity: "error",
    name: "restated-at-another-level",
    message: ({ found, inside, base }) =>
      `in \`${base}\`, \`${found}\` stands inside \`${inside}\`; restate it there`,
    page: {
      why: "A model of a model restates a level where the base states it.",
      avoid: { text: "model Fine is Nested { USLarge 50% { VTI } }", files: NESTED() },
      prefer: { text: "model Fine is Nested { Shares 98% { USLarge 100% { VTI } } }", files: NESTED() },
    },
  }),
  alternates: entry<{ found: string; why: string }>({
    code: "MDT5015",
    severity: "error",
    name: "no-alternate",
    message: ({ found, why }) => `\`${found}\` ${why}`,
    page: {
      why: "`A or B` offers securities, each once, of which the first is preferred.",
      avoid: t("model Off { Equity 98% { VTI or VTI }  Cash 2% }"),
      prefer: t("model On { Equity 98% { VTI or ITOT }  Cash 2% }"),
    },
  }),
  bandWithoutRoom: entry<{ band: string; found: string; target: string }>({
    code: "MDT5019",
    severity: "warning",
    name: "band-without-room",
    message: ({ band, found, target }) =>
      `the band \`${band}\` leaves \`${found}\` no room beside its target of \`${target}\``,
    help: "whole shares hardly ever come to a target exactly: give it room, as in `band ±2pp`",
    page: {
      why: "Prices move the weight off its target every day, and an account that cannot be brought back to it exactly is infeasible.",
      avoid: t("model Off { Equity 60% band ±0pp { VTI }  FixedIncome 38% { BND }  Cash 2% }"),
      prefer: t("model On { Equity 60% band ±2pp { VTI }  FixedIncome 38% { BND }  Cash 2% }"),
    },
  }),
  noModel: entry<{ what: string }>({
    code: "MDT5016",
    severity: "error",
    name: "no-model",
    message: ({ what }) => `${what} follows no model`,
    help: "give it one: `model Balanced`",
    page: { why: "Without a model there is no target to move towards." },
  }),
};

/** A base project with nested classes, for the examples that need one. */
function NESTED(): Readonly<Record<string, string>> {
  return {
    "data/securities.csv":
      "symbol,name,asset_class,tobacco,sector,single_stock,esg_score,gambling\nVTI,V,USLarge,0,Fund,0,50,0\nITOT,I,USLarge,0,Fund,0,50,0\nAAPL,A,USLarge,0,Tech,1,50,0\nMSFT,M,USLarge,0,Tech,1,50,0\nBND,B,FixedIncome,0,Fund,0,50,0\nAGG,G,FixedIncome,0,Fund,0,50,0\nMO,M,USLarge,1,Staples,1,50,0\nBRK.B,K,USLarge,0,Financials,1,50,0\nSHY,S,Equity,0,Fund,0,50,0\n",
    "firm/nested.mandate":
      "asset class Shares { asset class USLarge }\nmodel Nested { Shares 98% { USLarge 100% { VTI } }  Cash 2% }",
    "firm/base.mandate": "asset class Equity\nasset class FixedIncome\nasset class Cash\n",
  };
}
