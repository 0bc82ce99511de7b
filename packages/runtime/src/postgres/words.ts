/** What PostgreSQL or the way to it said, in words. */
import type { Address } from "./address.ts";

/** The database could not be used; `message` is one clear sentence without the password. */
export class PostgresError extends Error {
  override readonly name = "PostgresError";
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Of the driver, which gives no codes of its own. */
const LOST =
  /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying to connect|timeout expired|Query read timeout|Client was closed)/;

/** Class 08 is connections; 57P01 to 57P05: the server is being stopped, has crashed, is starting, or dropped the session. */
const AWAY =
  /^(08...|57P0[1-5]|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENETDOWN|EAI_AGAIN)$/;

/** A socket's file goes with the server that listens on it. */
const NO_SOCKET = "ENOENT";

/** Whether the database may be there again in a moment: it is being restarted, or the network is down. */
export function isAway(error: unknown): boolean {
  const code = codeOf(error);
  return code === undefined ? LOST.test(messageOf(error)) : AWAY.test(code) || code === NO_SOCKET;
}

/** Two transactions met and one was sent back; it goes through when it is tried again. */
export function isConflict(error: unknown): boolean {
  return /^(40001|40P01)$/.test(codeOf(error) ?? "");
}

/** Whether an error is one of the database or of the way to it; any other is a defect of ours. */
export function isOfPostgres(error: unknown): boolean {
  const code = codeOf(error);
  return (
    isAway(error) ||
    (code !== undefined && (/^[0-9A-Z]{5}$/.test(code) || /^(E[A-Z]+|ERR_TLS_.*|ERR_SSL_.*)$/.test(code))) ||
    REFUSED.some(({ says }) => says.test(messageOf(error)))
  );
}

/** What the driver itself refuses. */
const REFUSED: readonly { readonly says: RegExp; readonly words: string }[] = [
  {
    says: /client password must be a (non-empty )?string/i,
    words: "it asks for a password; put it into the variable `PGPASSWORD`, or into a `.pgpass` file",
  },
  {
    says: /server does not support SSL/i,
    words: "it takes no encrypted connections; leave `sslmode` out of the address, or let it take them",
  },
  {
    says: /certificate|self[- ]signed/i,
    words:
      "its certificate is not trusted here; name the certificate of its authority with `sslrootcert` in the address",
  },
];

/** Why the database at an address cannot be used: half a sentence. */
export function inWords(error: unknown, address: Address): string {
  const message = messageOf(error);
  const code = codeOf(error);
  switch (code) {
    case "ENOTFOUND":
      return "no machine has that name";
    case "EAI_AGAIN":
      return "the name of its machine cannot be looked up now";
    case "ECONNREFUSED":
    case NO_SOCKET:
      return "nothing answers there; is PostgreSQL running, and is the port right?";
    case "ETIMEDOUT":
    case "EHOSTUNREACH":
    case "ENETUNREACH":
      return "its machine cannot be reached";
    case "28P01":
      return "the user or the password is wrong";
    case "28000":
      return `it does not let this user in (${message}); see its \`pg_hba.conf\``;
    case "3D000":
      return `there is no database \`${address.database}\``;
    case "42501":
      return `the user lacks a right: ${message}`;
    case "25006":
      return "it is read-only, as a standby is; name the primary";
    case "53100":
      return "its disk is full";
    case "53200":
      return "it is out of memory";
    case "53300":
      return "it has no more connections to give; raise its `max_connections`, or start fewer workers";
    case "57P01":
    case "57P02":
      return "it was stopped";
    case "57P03":
      return "it is starting or stopping";
    case "57014":
      return "it gave up a query that took too long";
  }
  const refused = REFUSED.find(({ says }) => says.test(message));
  if (refused !== undefined) return refused.words;
  if (/timeout/i.test(message)) return "it gave no answer in time; is it PostgreSQL that listens there?";
  if (isAway(error)) return "the connection broke";
  return `it says: ${message}`;
}
