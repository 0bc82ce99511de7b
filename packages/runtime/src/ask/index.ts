export { type Asking, ask, type Reply } from "./ask.ts";
export type { Inquiry } from "./inquiry.ts";
export { replyPage } from "./page.ts";
export { type Prices, priceLimits, pricesPage } from "./prices.ts";
export { type Attempt, type Question, questionOf } from "./question.ts";
