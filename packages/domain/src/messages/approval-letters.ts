/* What letters about a request for approval are told, as plain data. They go to the biller's own people. */

export type ApprovalLetterProps = {
  "approval-requested": {
    biller: string;
    reader: string;
    /** Who decided and may not decide alone. */
    requester: string;
    account: { number: string; name: string };
    disputeNumber: string;
    outcome: "credit" | "part_credit" | "rebill" | "goodwill" | "write_off" | "reject";
    currency: string;
    /** A decimal with all digits of its currency. */
    amount: string;
    note: string | null;
    /** The request's page in the back office. */
    url: string;
  };
  /** To whoever asked. */
  "approval-decided": {
    biller: string;
    reader: string;
    decider: string;
    isGranted: boolean;
    account: { number: string; name: string };
    /** What was asked for: a decision about a dispute, money for a document or sent back, a payment sent back. */
    about: "dispute" | "cash" | "payment";
    /** Of the dispute, the document or the payment. */
    number: string;
    currency: string;
    /** A decimal with all digits of its currency. */
    amount: string;
    /** What the decider says of it; a refusal has one. */
    note: string | null;
    /** Where it goes on, in the back office. */
    url: string;
  };
};
