import type { ApprovalLetterProps } from "./approval-letters.ts";
import type { ChargeLetterProps } from "./charge-letters.ts";
import type { PromiseLetterProps } from "./promise-letters.ts";

/*
 * What a letter is told, as plain data. Who writes the words and the markup is injected (`Letters`), so the domain
 * knows no markup and the writer of letters no database.
 */

/** A decimal with all digits of its currency: "51377.92" USD, "5000" JPY, "1.250" KWD. The currency stands beside it once. */
export type DecimalAmount = string;
/** A calendar day, "2026-11-18". */
export type Day = string;
/** Entries of a list, how many more there are with their sum when it is long, and the sum of all. */
export type Listed<T> = {
  shown: T[];
  rest: { count: number; amount: DecimalAmount } | null;
  total: DecimalAmount;
};

type AccountName = { number: string; name: string };

export type PaymentFacts = {
  /** The biller as the reader knows it, and its company that the money is owed to. */
  biller: string;
  legalEntity: string;
  reader: string;
  account: AccountName;
  paymentNumber: string;
  currency: string;
  /** Stripe's name of the method, "credits" when no money was needed, null when it is not known. */
  method: string | null;
  /** The payment's page in the portal. */
  url: string;
};

/** `left` is what stays open of it; null when it is paid in full. */
export type PaidDocument = { number: string; amount: DecimalAmount; left: DecimalAmount | null };
/** `amount` is what is open of it now. */
export type OpenDocument = { number: string; amount: DecimalAmount; dueOn: Day };
/** `amount` is what opened again, `open` all that is open of it now; its due day never changed. */
export type ReopenedDocument = OpenDocument & { open: DecimalAmount };

/** Money that went back: `amount` = what `reopened` lists + what was taken from the account. */
export type GoneBack = PaymentFacts & {
  amount: DecimalAmount;
  on: Day;
  /** The provider's code, such as "insufficient_funds" or "duplicate". */
  reason: string | null;
  reopened: Listed<ReopenedDocument>;
  /** The part that had been on account, unused; null when there was none. */
  fromAccount: DecimalAmount | null;
};

/** A dispute as its letters name it: `amount` is what is in question. */
export type DisputeFacts = {
  biller: string;
  /** The biller's company that issued the documents. */
  legalEntity: string;
  reader: string;
  account: AccountName;
  disputeNumber: string;
  /** A code of the biller's policy, such as "price". */
  reason: string;
  currency: string;
  amount: DecimalAmount;
  /** Numbers of the documents it is about, and how many more there are. */
  documents: { shown: string[]; more: number };
  /** Whether an answer to the letter lands in the dispute's conversation. */
  canReply: boolean;
  /** The dispute's page in the portal. */
  url: string;
  /** Of the company: its days are the letter's days. */
  timeZone: string;
};

export type LetterProps = {
  invitation: {
    biller: string;
    reader: string;
    /** Who invites; null when the biller's system did. */
    inviter: string | null;
    accounts: AccountName[];
    url: string;
    expiresAt: Date;
    timeZone: string;
  };
  /** Parts add up: `paid` + `onAccount` - `credits` = `received`. */
  "payment-receipt": PaymentFacts & {
    /** The money that came; zero when credits alone settled everything, and there is no receipt number then. */
    received: DecimalAmount;
    receivedOn: Day;
    receiptNumber: string | null;
    /** How many documents are paid in full and how many in part, those of `rest` included. */
    count: { full: number; part: number; kind: "invoice" | "document" };
    paid: Listed<PaidDocument>;
    credits: Listed<{ number: string; amount: DecimalAmount }>;
    onAccount: DecimalAmount | null;
    hasPdf: boolean;
  };
  "payment-failed": PaymentFacts & {
    amount: DecimalAmount;
    on: Day;
    /** The bank's or the provider's own words. */
    reason: string | null;
    open: Listed<OpenDocument>;
  };
  /** `pausesAutopay`: it was made by autopay, which rests now until somebody of the account turns it on again. */
  "payment-returned": GoneBack & { kind: "return" | "chargeback"; pausesAutopay: boolean };
  "payment-refunded": GoneBack & { isWhole: boolean };
  /** `answerBy` is null when the clock has stopped meanwhile. */
  "dispute-raised": DisputeFacts & { raisedBy: string; answerBy: Date | null };
  "dispute-taken": DisputeFacts & { by: string | null; answerBy: Date | null };
  /** `words` are paragraphs as a person wrote them. */
  "dispute-question": DisputeFacts & { by: string; words: string[] };
  "dispute-message": DisputeFacts & { by: string; words: string[] };
  "dispute-decided": DisputeFacts & {
    outcome: "accepted" | "part_accepted" | "rejected";
    /** How: by crediting, billing anew, out of goodwill, by writing off. */
    means: "credit" | "part_credit" | "rebill" | "goodwill" | "write_off" | "reject";
    /** Credited or written off; zero when rejected. */
    granted: DecimalAmount;
    grounds: string | null;
    creditMemos: string[];
    /** Corrected invoices. */
    rebills: string[];
    /** What of the credit found nothing open and stays on account. */
    onAccount: DecimalAmount | null;
    /** Null when the outcome cannot be contested. */
    contestUntil: Date | null;
  };
  "dispute-contested": DisputeFacts & { answerBy: Date | null };
  "dispute-withdrawn": DisputeFacts;
  /** It goes on in `into`. */
  "dispute-merged": DisputeFacts & { into: string };
  /** A part of `from` that goes on by itself. */
  "dispute-split": DisputeFacts & { from: string };
} & PromiseLetterProps &
  ChargeLetterProps &
  ApprovalLetterProps;

export type LetterKind = keyof LetterProps;
export type DisputeLetter = Extract<LetterKind, `dispute-${string}`>;

/** A letter ready to be sent. `text` says everything that `html` says. */
export type WrittenLetter = { subject: string; html: string; text: string };

/** Writes a letter in the reader's language. Locale is BCP 47. */
export type Letters = <K extends LetterKind>(
  kind: K,
  props: LetterProps[K],
  options: { locale: string },
) => Promise<WrittenLetter>;
