/** What a feature is: a request of the protocol, what it lets the server promise, and a pure function that answers it. */
import type {
  ClientCapabilities,
  ProtocolRequestType,
  ServerCapabilities,
  TextDocumentIdentifier,
} from "vscode-languageserver";
import type { Here, Snapshot } from "../projects/snapshot.ts";

/** All that an answer may depend on. */
export interface World {
  /** a document in its project, as both are now */
  readonly here: (uri: string) => Here | undefined;
  /** an open document as it is now, in its project as that was checked last: a keystroke ago, or none */
  readonly lately: (uri: string) => Here | undefined;
  /** every project as it is now, then the open files that belong to none */
  readonly snapshots: () => readonly Snapshot[];
  readonly client: ClientCapabilities;
  /** the folder of the handbook's pages, as a URI that ends in `/` */
  readonly handbook: string | undefined;
}

/** `null` where the protocol has a word for "nothing". */
type Answer<P, R> = (world: World, params: P) => R | Promise<R>;

/** What the server does with a feature's request: register its answer. */
export type Register = <P, R, PR, E, RO>(
  type: ProtocolRequestType<P, R, PR, E, RO>,
  answer: Answer<P, R>,
) => void;

export interface Feature {
  readonly capabilities: Promised;
  readonly register: (register: Register) => void;
}

type Promised = ServerCapabilities | ((client: ClientCapabilities) => ServerCapabilities);

/** A feature that is asked about projects as a whole. */
export function feature<P, R, PR, E, RO>(
  type: ProtocolRequestType<P, R, PR, E, RO>,
  capabilities: Promised,
  answer: Answer<P, R>,
): Feature {
  return { capabilities, register: (register) => register(type, answer) };
}

/**
 * A feature that is asked about one policy; one that is in no project and not open has no answer. Nor have manifests and
 * CSV files, which are not in the language: an editor that asks all the same must not get their text laid out as a policy.
 *
 * @param when `lately` where the text alone must be of this very moment, and names may be a keystroke old
 */
export function inDocument<P extends { readonly textDocument: TextDocumentIdentifier }, R, PR, E, RO>(
  type: ProtocolRequestType<P, R | null, PR, E, RO>,
  capabilities: Promised,
  answer: (here: Here, params: P, world: World) => R | null | Promise<R | null>,
  when: "here" | "lately" = "here",
): Feature {
  return feature(type, capabilities, (world, params) => {
    const here = world[when](params.textDocument.uri);
    return here === undefined || /\.(?:csv|json)$/.test(here.source.path)
      ? null
      : answer(here, params, world);
  });
}
