export * from "./policy.ts";
export {
  bundleOf,
  type LotSpec,
  type SecuritySpec,
  type SituationSpec,
  sets,
  situationOf,
  type TargetSpec,
} from "./situation.ts";
