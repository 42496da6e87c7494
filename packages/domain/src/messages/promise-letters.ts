/* What letters about promises are told, as plain data; days and amounts are written as in all letters. */

type Day = string;
type DecimalAmount = string;

export type PromiseFacts = {
  /** The biller as the reader knows it. */
  biller: string;
  reader: string;
  account: { number: string; name: string };
  promiseNumber: string;
  currency: string;
  /** What is paid when; adds up to `total`. */
  dates: { on: Day; amount: DecimalAmount }[];
  total: DecimalAmount;
  /** Numbers of the first documents, and how many there are in all. */
  documents: { shown: string[]; count: number };
  /** The promise's page in the portal. */
  url: string;
};

export type PromiseLetterProps = {
  /** It stands: at once, or because the biller accepted it, or because the customer accepted the biller's plan. */
  "promise-stands": PromiseFacts & {
    acceptedBy: { side: "biller" | "customer"; name: string; note: string | null } | null;
    graceDays: number;
    /** The saved method that each amount is debited from, such as "Chase 6789"; null when the customer pays himself. */
    debitedFrom: string | null;
  };
  /** It goes beyond the rules, and the biller has to accept it. */
  "promise-requested": PromiseFacts & { answerer: string | null; answerBy: Day };
  /** The biller proposes a plan, or something else than what the customer asked for. */
  "promise-proposed": PromiseFacts & {
    proposer: string;
    note: string | null;
    isCounter: boolean;
    answerBy: Day;
  };
  "promise-declined": PromiseFacts & { decliner: string; note: string | null };
  /** `amount` is what is still to come on that day. */
  "promise-reminder": PromiseFacts & { on: Day; amount: DecimalAmount; graceDays: number };
  /** `missing` is what the days that are over asked for and has not come. */
  "promise-broken": PromiseFacts & { on: Day; missing: DecimalAmount; isKeptInPart: boolean };
};
