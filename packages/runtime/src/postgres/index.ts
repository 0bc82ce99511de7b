export { type Address, addressOf } from "./address.ts";
export { connectTo, type Row, type Server, type Session, serverAt, told } from "./server.ts";
export { inWords, isAway, isOfPostgres, PostgresError } from "./words.ts";
