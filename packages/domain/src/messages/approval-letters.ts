/* What the letter about a request for approval is told, as plain data. It goes to the biller's own people. */

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
};
