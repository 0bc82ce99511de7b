/** Nothing that goes wrong with one request or notification reaches the next. */
import {
  type CancellationToken,
  LSPErrorCodes,
  type RemoteConsole,
  ResponseError,
} from "vscode-languageserver";

export interface Guard {
  /** the answer; null, and a sentence in the log, where it could not be found */
  readonly answer: <R, E>(
    what: string,
    token: CancellationToken,
    find: () => R | Promise<R>,
  ) => Promise<R | ResponseError<E>>;
  /** done, or told in the log why not */
  readonly attempt: (what: string, act: () => void | Promise<void>) => Promise<void>;
}

/** @param ended whether the client has gone: what fails because of it is nobody's to hear */
export function guard(console: Pick<RemoteConsole, "error">, ended: () => boolean): Guard {
  const tell = (what: string, error: unknown): void => {
    if (ended()) return;
    const why = error instanceof Error ? error.message : String(error);
    const sentence = why.split("\n")[0] ?? "";
    console.error(`${what} failed: ${sentence}; this is a defect of the language server's, which goes on`);
  };
  return {
    answer: async (what, token, find) => {
      // A cancellation that has arrived meanwhile is read before the work begins, not after.
      await turn();
      if (token.isCancellationRequested)
        return new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
      try {
        return await find();
      } catch (error) {
        if (error instanceof ResponseError) return error;
        tell(`\`${what}\``, error);
        return nothing();
      }
    },
    attempt: async (what, act) => {
      try {
        await act();
      } catch (error) {
        tell(`\`${what}\``, error);
      }
    },
  };
}

/** The protocol answers every request with null where nothing was found. */
function nothing<R>(): R {
  return null as R;
}

/** Lets what has arrived be read. */
export function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
