import type { Standing } from "@openitem/domain/promises/plan";
import type { PromisableItem } from "@openitem/domain/promises/read-promisable";
import type { Problem } from "../../answer.ts";
import type { Draft } from "./draft.ts";
import type { Terms } from "./terms.ts";

export type FormDocument = Pick<
  PromisableItem,
  | "id"
  | "kind"
  | "number"
  | "customerId"
  | "currency"
  | "openMinor"
  | "inFlightMinor"
  | "disputedMinor"
  | "promisedMinor"
  | "promisableMinor"
  | "dueOn"
  | "daysLate"
> & { about: string };

/** A saved method by what people recognise it by. */
export type MethodName = { id: string; kind: string; brand: string; last4: string };

/** Why a promise was not sent, beside what stands at the fields. */
export type NotSent =
  | { why: "faults" }
  /** The page said that it stands at once, and it does not; or the other way round. */
  | { why: "beyond" }
  | { why: "refused"; problem: Problem };

export type PromiseForm = {
  kind: "form";
  /** New with every answer: the fields are filled anew from it. */
  stamp: string;
  promiseId: string;
  /** A promise in the place of an earlier one: one's own that is changed, or the biller's that is answered. */
  replaces: { how: "change" | "counter"; id: string; number: string } | null;
  customerId: string;
  customerName: string;
  currency: string;
  documents: FormDocument[];
  /** Chosen documents of which nothing can be promised, with the code of the reason. */
  leftOut: { number: string; code: string }[];
  /** Chosen documents that are none of the account's. */
  unknownCount: number;
  standing: Standing;
  answer: { name: string | null; dueAt: Date };
  /** Open promises of the account beside this one, the nearest first. */
  others: {
    id: string;
    dueOn: string;
    leftMinor: bigint;
    currency: string;
    daysLeft: number;
    documents: string[];
  }[];
  /** Methods the amounts can be debited from, and the words he agrees to; null when he may not or there is none. */
  debit: { methods: MethodName[]; noticeDays: number; text: string } | null;
  draft: Draft;
  /** What the draft comes to. */
  terms: Terms;
  /** The field that is to be written next. */
  focus: string | null;
  notSent: NotSent | null;
};

/** Nothing chosen, or documents of several accounts or currencies: which to begin with. */
export type PromiseChoice = {
  kind: "choose";
  severalKinds: boolean;
  choices: { href: string; currency: string; customerName: string | null; count: number; minor: bigint }[];
};

export type PromiseView = PromiseForm | PromiseChoice | { kind: "forbidden" };
