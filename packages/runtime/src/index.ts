export * from "./washsales/index.ts";
