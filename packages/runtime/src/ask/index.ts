export { type Asking, ask, type Reply } from "./ask.ts";
export { replyPage } from "./page.ts";
export { type Attempt, type Question, questionOf } from "./question.ts";
