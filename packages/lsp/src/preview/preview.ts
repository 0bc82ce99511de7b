/** The portfolio under the cursor: a model's tree, or an account before and after its proposal. */
import { type Bundle, effective } from "@mandate/compiler";
import { type Here, offsetAt, type Snapshot } from "../projects/snapshot.ts";
import type { PreviewAnswer, PreviewModel, PreviewOutcome, PreviewParams } from "./data.ts";
import type { PreviewDesk } from "./desk.ts";
import { heldOf } from "./held.ts";
import { previewModel } from "./model.ts";
import { subjectAt } from "./place.ts";

/**
 * @param here the document at one moment; undefined for one that is no policy
 * @returns nothing is thrown for what an author can write: the answer says why there is nothing to show
 */
export async function preview(
  here: Here | undefined,
  params: PreviewParams,
  desk: PreviewDesk,
): Promise<PreviewAnswer> {
  if (here === undefined)
    return { kind: "nothing", why: "open a policy file to see its portfolio", errors: 0 };
  const { snapshot } = here;
  const bundle = snapshot.compilation.model.partial;
  const errors = snapshot.diagnostics.filter(({ severity }) => severity === "error").length;
  const subject =
    params.account === undefined
      ? subjectAt(here, offsetAt(here, params.position))
      : ({ what: "account", account: params.account } as const);
  if (subject === undefined)
    return {
      kind: "nothing",
      why: "put the cursor in a model or in an account to see its portfolio",
      errors,
    };
  if (subject.what === "model")
    return { kind: "model", model: previewModel(snapshot, bundle, subject.model), errors };
  const { account } = subject;
  const known = bundle.accounts.find((one) => one.account === account);
  const outcome = await outcomeOf(snapshot, account, errors, desk);
  const model = modelOf(snapshot, bundle, account, outcome);
  return {
    kind: "account",
    account,
    ...(known?.title === undefined ? {} : { title: known.title }),
    ...(model === undefined ? {} : { model }),
    outcome,
    errors,
  };
}

function outcomeOf(
  { root, manifest, compilation }: Snapshot,
  account: string,
  errors: number,
  desk: PreviewDesk,
): PreviewOutcome | Promise<PreviewOutcome> {
  const { bundle } = compilation;
  if (bundle === undefined || errors > 0)
    return {
      state: "errors",
      why: `the policies have ${errors} ${errors === 1 ? "error" : "errors"}, so nothing can be proposed until ${errors === 1 ? "it is" : "they are"} mended`,
    };
  return desk({ root, manifest, bundle, account });
}

/** With the book's row the model is the account's own, tilts and all; without it, the one that its blocks name. */
function modelOf(
  snapshot: Snapshot,
  bundle: Bundle,
  account: string,
  outcome: PreviewOutcome,
): PreviewModel | undefined {
  if (outcome.state === "solved") {
    const result = effective(bundle, outcome.view.row, outcome.view.asOf);
    if (result.ok) {
      const model = bundle.models.find(({ name }) => name === result.policy.model);
      return previewModel(
        snapshot,
        bundle,
        {
          name: result.policy.model,
          ...(model?.title === undefined ? {} : { title: model.title }),
          nodes: result.policy.nodes,
        },
        heldOf(bundle, outcome.view),
      );
    }
  }
  const blocks = bundle.accounts.find((one) => one.account === account)?.blocks ?? [];
  const named = blocks.flatMap((block) => (block.model === undefined ? [] : [block.model.name]))[0];
  const model = bundle.models.find(({ name }) => name === named);
  return model === undefined ? undefined : previewModel(snapshot, bundle, model);
}
