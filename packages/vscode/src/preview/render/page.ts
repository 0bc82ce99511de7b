/** An answer of the language server as the body of a page. */
import type { PreviewAnswer, PreviewModel } from "@mandate/lsp";
import { accountPart } from "./account.ts";
import { bandTable } from "./bands.ts";
import { escaped } from "./html.ts";
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
      return { title: "Portfolio", body: `${head}<p class="empty">${escaped(answer.why)}</p>` };
    case "model":
      return {
        title: answer.model.name,
        body:
          head + heading(answer.model.name, answer.model.title) + base(answer.model) + drawing(answer.model),
      };
    case "account": {
      const { account, title, model, outcome } = answer;
      const named = title ?? (outcome.state === "solved" ? outcome.view.name : undefined);
      const what =
        outcome.state === "solved"
          ? accountPart(outcome.view)
          : `<p class="message ${outcome.state === "errors" ? "note" : "warning"}" role="status">${escaped(outcome.why)}</p>`;
      const follows = model === undefined ? "" : `<h2>Model ${escaped(model.name)}</h2>${drawing(model)}`;
      return {
        title: `Account ${account}`,
        body: head + heading(`Account ${account}`, named) + what + follows,
      };
    }
  }
}

function heading(name: string, title: string | undefined): string {
  return `<h1>${escaped(name)}${title === undefined ? "" : ` <span class="muted">${escaped(title)}</span>`}</h1>`;
}

function base({ base: restated }: PreviewModel): string {
  return restated === undefined
    ? ""
    : `<p class="muted">is ${escaped(restated)}, but for what it restates</p>`;
}

function drawing(model: PreviewModel): string {
  return treePicture(model) + bandTable(model);
}
