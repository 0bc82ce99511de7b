/** An answer of the language server as the body of a page. */
import type { PreviewAnswer, PreviewModel } from "@mandate/lsp";
import { accountPart } from "./account.ts";
import { bandTable } from "./bands.ts";
import { escaped, prose } from "./html.ts";
import { treePicture } from "./tree.ts";

export interface Shown {
  /** of the panel's tab */
  readonly title: string;
  /** markup without scripts and styles of its own; every text in it is escaped */
  readonly body: string;
}

/** What stands above the picture: what is not up to date in it, and why. */
export interface Note {
  readonly text: string;
}

export function page(answer: PreviewAnswer, note?: Note): Shown {
  const head = note === undefined ? "" : `<p class="message note" role="status">${escaped(note.text)}</p>`;
  switch (answer.kind) {
    case "nothing":
      return { title: "Portfolio", body: `${head}<p class="empty">${prose(answer.why)}</p>` };
    case "model": {
      const { model } = answer;
      const built = model.base === undefined ? undefined : `built on ${model.base}`;
      return { title: model.name, body: head + heading(model.name, model.title, built) + drawing(model) };
    }
    case "account": {
      const { account, title, model, outcome } = answer;
      const named = title ?? (outcome.state === "solved" ? outcome.view.name : undefined);
      const what =
        outcome.state === "solved"
          ? accountPart(outcome.view)
          : `<p class="message ${outcome.state === "errors" ? "note" : "warning"}" role="status">${prose(outcome.why)}</p>`;
      const follows =
        model === undefined
          ? ""
          : `<section><h2>Model ${escaped(model.name)}</h2>${drawing(model)}</section>`;
      return {
        title: `Account ${account}`,
        body: head + heading(`Account ${account}`, named, model?.name) + what + follows,
      };
    }
  }
}

/** @param words what it is called besides, and what it follows; each where there is one */
function heading(name: string, ...words: readonly (string | undefined)[]): string {
  const told = words.flatMap((word) => (word === undefined ? [] : [escaped(word)]));
  return `<header><h1>${escaped(name)}</h1>${told.length === 0 ? "" : `<p class="muted">${told.join(" · ")}</p>`}</header>`;
}

function drawing(model: PreviewModel): string {
  return treePicture(model) + bandTable(model);
}
