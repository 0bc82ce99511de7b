/** Where a PostgreSQL database is: `postgres://user@host:5432/database`. */

export interface Address {
  /** as the driver takes it; it may hold a password and is never shown */
  readonly url: string;
  /** as people are shown it: user, machine and database, without the password */
  readonly shown: string;
  readonly database: string;
  /** of `?schema=NAME` */
  readonly schema: string | undefined;
}

export function isPostgres(place: string): boolean {
  return /^postgres(ql)?:/i.test(place);
}

/** @returns what is wrong with it, in one clause, where it is no address */
export function addressOf(text: string): Address | { readonly wrong: string } {
  const form = "write it as `postgres://user@host:5432/database`";
  if (!isPostgres(text))
    return { wrong: `\`${withoutPassword(text)}\` is no address of a PostgreSQL database; ${form}` };
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return { wrong: `the address of the PostgreSQL database cannot be read; ${form}` };
  }
  let database: string;
  let user: string;
  try {
    database = decodeURIComponent(url.pathname.replace(/^\//, ""));
    user = decodeURIComponent(url.username);
    decodeURIComponent(url.password);
  } catch {
    return { wrong: `the address of the PostgreSQL database has a \`%\` that begins no escape; ${form}` };
  }
  if (database === "")
    return { wrong: `the address \`${shownOf(url, user, "")}\` names no database; ${form}` };
  const schema = url.searchParams.get("schema") ?? undefined;
  url.searchParams.delete("schema");
  return { url: url.href, shown: shownOf(url, user, database), database, schema };
}

function shownOf(url: URL, user: string, database: string): string {
  const host = url.host === "" ? (url.searchParams.get("host") ?? "") : url.host;
  return `${user === "" ? "" : `${user}@`}${host}/${database}`;
}

/** Whatever stands between `:` and `@` might be a password. */
function withoutPassword(text: string): string {
  return text.replace(/:[^:@/]*@/, "@");
}
