export { type Address, addressOf, isPostgres } from "./address.ts";
export { type Row, type Server, type Session, serverAt, told } from "./server.ts";
export { inWords, isAway, PostgresError } from "./words.ts";
