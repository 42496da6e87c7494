import type { ItemKind } from "@openitem/domain/items/item";
import type { Problem } from "../../answer.ts";
import type { Later, ScheduleOffer } from "../autopay/schedule.ts";
import type { ChooseAll } from "./choose.server.ts";
import type { Draft } from "./draft.ts";

/** A document that can be paid now, as the form shows it. Amounts in minor units of the form's currency. */
export type PayRow = {
  id: string;
  number: string;
  kind: ItemKind;
  /** what it is for, or whose it is where several accounts are shown */
  about: string;
  dueOn: string | null;
  openMinor: bigint;
  freeMinor: bigint;
  /** Free and not disputed: what is proposed, and may be paid without a reason. */
  readyMinor: bigint;
  promisedMinor: bigint;
  /** disputes that hold some of it */
  disputes: { id: string; number: string }[];
  /** part of it is in flight */
  heldBy: { name: string | null; paymentId: string } | null;
  /** what was free when the form was made, where that has changed since */
  changedFromMinor: bigint | null;
};

export type PayCredit = {
  id: string;
  number: string;
  kind: ItemKind;
  heldAs: "unapplied" | "on_account" | null;
  about: string;
  issuedOn: string;
  freeMinor: bigint;
};

/** Chosen documents that somebody is paying already, by the payment that holds them. */
export type HeldPayment = {
  paymentId: string;
  payerName: string | null;
  isOwn: boolean;
  since: Date | null;
  expectedOn: string | null;
  numbers: string[];
  minor: bigint;
};

/** A chosen document that is disputed as far as it can be paid: left out unless the payer puts it in. */
export type DisputedDocument = {
  id: string;
  number: string;
  minor: bigint;
  dispute: { id: string; number: string } | null;
};

/** Why a payment was not sent on, beside what stands at the fields. */
export type NotSent =
  | { why: "faults" }
  /** the button named another sum than the fields give */
  | { why: "sum"; shown: string }
  | { why: "refused"; problem: Problem };

export type PayForm = {
  kind: "form";
  /** new with every answer: the fields are filled anew from it */
  stamp: string;
  paymentId: string;
  currency: string;
  payer: { id: string; name: string; number: string };
  rows: PayRow[];
  held: HeldPayment[];
  disputed: DisputedDocument[];
  /** documents that are paid, or are none of his, by number where it is known */
  gone: string[];
  goneUnknown: number;
  /** documents of accounts he may only look at */
  forbidden: string[];
  credits: PayCredit[];
  creditCount: number;
  draft: Draft;
  search: string;
  found: { id: string; number: string; about: string; dueOn: string | null; freeMinor: bigint }[] | null;
  /** all that is open on the accounts in this currency, and how much of it is in flight, disputed and promised */
  openMinor: bigint;
  inFlightMinor: bigint;
  disputedMinor: bigint;
  promisedMinor: bigint;
  /** whether what is left out may be disputed instead */
  mayDispute: boolean;
  rules: {
    shortReasons: string[];
    partAllowed: boolean;
    onAccountAllowed: boolean;
    itemsMax: number;
    methods: string[];
  };
  /** who releases it, where the account wants a second person */
  release: { names: string[] } | null;
  /** from what it can be charged on a day */
  schedule: ScheduleOffer | null;
  later: Later;
  /** what "all overdue" and the like passed over because it is being paid */
  passedOver: { count: number; minor: bigint } | null;
  /** "everything" held more than one payment takes */
  taken: { count: number; all: ChooseAll } | null;
  notSent: NotSent | null;
};

/** Nothing chosen yet, or documents in several currencies: what may be paid, one currency at a time. */
export type PayChoice = {
  kind: "choose";
  severalCurrencies: boolean;
  choices: { currency: string; count: number; minor: bigint; href: string; what: "chosen" | ChooseAll }[];
  onAccount: { currency: string; href: string }[];
};

export type PayForbidden = { kind: "forbidden" };

export type PayView = PayForm | PayChoice | PayForbidden;
