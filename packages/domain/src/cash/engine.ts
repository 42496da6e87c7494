import { pay, prepareBooks } from "../matching/books.ts";
import { matchMoney } from "../matching/engine.ts";
import type { Engine } from "./desk.ts";

/** The engine that runs and previews ask. */
export const ENGINE: Engine = (books, policy) => {
  const prepared = prepareBooks(books);
  return {
    match: (money) => matchMoney(prepared, money, policy),
    pay: (applications, remittanceId, on) => pay(prepared, applications, { remittanceId, on }),
  };
};
