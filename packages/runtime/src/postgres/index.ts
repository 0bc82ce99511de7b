export { type Address, addressOf } from "./address.ts";
export { type Row, type Server, type Session, serverAt, told } from "./server.ts";
export { isAway, PostgresError } from "./words.ts";
