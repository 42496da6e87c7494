import { chargeWordsEn } from "./charge-words-en.ts";
import { promiseWordsEn } from "./promise-words-en.ts";

/** English words of the letters, in ICU syntax. Amounts and days come in as text in the reader's own format. */
export const messagesEn = {
  facts: {
    account: "Account",
    accountNamed: "{name}, {number}",
    moreAccounts: "{count, plural, one {# more account} other {# more accounts}}",
    payment: "Payment",
    receipt: "Receipt",
    method: "Paid by",
    paidTo: "Paid to",
    invoicedBy: "Invoiced by",
    receivedOn: "Received",
    settledOn: "Settled",
    failedOn: "Failed",
    sentBackOn: "Sent back",
    reason: "Reason given",
    dispute: "Dispute",
    documents: "About",
    raisedBy: "Sent by",
    creditMemo: "Credit memo",
    correctedInvoice: "Corrected invoice",
  },
  method: {
    card: "Card",
    us_bank_account: "Bank debit (ACH)",
    sepa_debit: "SEPA direct debit",
    credits: "Credits",
    other: "Online payment",
  },
  table: {
    document: "Document",
    paid: "Paid, {currency}",
    open: "Open, {currency}",
    openAgain: "Open again, {currency}",
    inFull: "Paid in full",
    inPart: "Part paid, {left} is left",
    credit: "Credit {number}",
    creditNote: "Used",
    onAccount: "On account",
    fromAccount: "Taken from your money on account",
    more: "{count, plural, one {# more document} other {# more documents}}",
    moreCredits: "{count, plural, one {# more credit} other {# more credits}}",
    due: "Due {day}",
    dueAsBefore: "Due {day} as before",
    dueAsBeforeOfMore: "Due {day} as before, {open} open in all",
    received: "Received",
    charged: "Charged",
    openTotal: "Open",
    sentBack: "Sent back",
  },
  common: {
    seePayment: "See the payment",
    sentToPayer: "Sent by {biller} to {reader}, who started payment {payment}.",
    openAgainOne: "{number} is open again, due {day} as before.",
    openAgainMany: "{count, plural, other {# documents are open again}} with their old due dates.",
  },
  invitation: {
    subject: "{inviter} invites you to the {biller} portal",
    subjectOfBiller: "{biller} invites you to its portal",
    title: "Your access to {biller}",
    lead: "{inviter} invites you to the customer portal of {biller}.",
    leadOfBiller: "{biller} invites you to its customer portal.",
    what: "There you see invoices, payments and statements of {count, plural, one {this account} other {these accounts}}.",
    action: "Set your password",
    expires: "The link works once, until {moment}.",
    addressHint: "Or open this address in your browser:",
    unexpected:
      "If you did not expect this, do nothing: nobody gets in without the link. Do not pass it on; it is meant for you alone.",
    footer: "Sent by {biller} to {reader}.",
  },
  receipt: {
    subject: "{amount} {currency} has arrived, payment {payment}",
    subjectOfCredits: "Settled with your credits, payment {payment}",
    title: "{amount} {currency} has arrived",
    titleOfCredits: "Settled with your credits",
    nothingCharged: "No money was charged.",
    paidOne: "{number} is paid.",
    partOne: "{number} is part paid; {left} is left.",
    paidMany:
      "{kind, select, invoice {{count, plural, one {# invoice is paid.} other {# invoices are paid.}}} other {{count, plural, one {# document is paid.} other {# documents are paid.}}}}",
    partMany:
      "{kind, select, invoice {{count, plural, one {# invoice is paid in part; its rest stays open.} other {# invoices are paid in part; their rest stays open.}}} other {{count, plural, one {# document is paid in part; its rest stays open.} other {# documents are paid in part; their rest stays open.}}}}",
    onAccount: "{amount} is on your account. You can use it for any invoice.",
    attached: "The receipt is attached as a PDF.",
  },
  failed: {
    subject: "Nothing was charged: payment {payment} of {amount} {currency} failed",
    title:
      "{method, select, card {Your card was declined} us_bank_account {Your bank declined the debit} sepa_debit {Your bank declined the debit} other {The payment failed}}",
    lead: "Nothing was charged. Your payment of {amount} {currency} did not go through.",
    again: "You can pay again at any time, also in another way.",
  },
  returned: {
    subject:
      "{kind, select, return {Your bank sent back} other {Your card’s bank took back}} {amount} {currency}, payment {payment}",
    title:
      "{kind, select, return {Your bank sent back} other {Your card’s bank took back}} {amount} {currency}",
    reason: "The reason given: {reason}.",
    notPaid: "This money no longer counts as paid.",
    autopay:
      "Autopay made this payment. It is paused now, and charges nothing until somebody of the account turns it on again.",
    ask: "If you did not expect this, ask your bank before you pay again.",
  },
  refunded: {
    subject: "We sent back {amount} {currency}, payment {payment}",
    title: "We sent back {amount} {currency}",
    whole: "This is the whole of payment {payment}.",
    part: "This is a part of payment {payment}.",
    arrives:
      "{method, select, card {It goes to the card you paid with.} us_bank_account {It goes to the bank account you paid from.} sepa_debit {It goes to the bank account you paid from.} other {It goes back the way it came.}} Banks take up to 10 working days to show it.",
    reason: "The reason: {reason}.",
  },
  dispute: {
    about:
      "{dispute}, {reason, select, price {price} quantity {quantity} tax {tax} duplicate {billed twice} not_received {not received} po_missing {purchase order} contract {contract} usage {usage} credit_not_applied {credit not applied} other {other reason}}, {amount} {currency}",
    moreDocuments: "{count, plural, one {# more} other {# more}}",
    answerBy: "You get an answer by {moment}. The clock stops while we wait for you.",
    see: "See the dispute",
    reply: "You can also answer this mail: what you write becomes part of the conversation of {dispute}.",
    footer:
      "Sent by {biller} to {reader} about dispute {dispute}. You choose in the portal’s settings what you are told by mail.",
    raised: {
      subject: "We have your dispute {dispute} of {amount} {currency}",
      title: "We have your dispute of {amount} {currency}",
      held: "This amount is held at once: no reminders go out for it. {count, plural, one {The rest of the document} other {The rest of the documents}} stays payable as before.",
    },
    taken: {
      subject: "{dispute} is being checked",
      title: "Your dispute of {amount} {currency} is being checked",
      by: "{by} has it and looks into it.",
      lead: "We look into it.",
    },
    question: {
      subject: "A question about {dispute}",
      title: "{by} asks",
      clock: "We go on as soon as you have answered. Until then the clock stops, and the amount stays held.",
    },
    message: {
      subject: "A message about {dispute}",
      title: "{by} writes",
    },
    decided: {
      subject:
        "{outcome, select, accepted {{dispute} is accepted: {granted} {currency}} part_accepted {{dispute} is accepted in part: {granted} of {amount} {currency}} other {{dispute} is not accepted}}",
      title:
        "{outcome, select, accepted {Your dispute of {amount} {currency} is accepted} part_accepted {Your dispute is accepted in part} other {Your dispute of {amount} {currency} is not accepted}}",
      granted:
        "{means, select, rebill {We have credited the invoice and issued a corrected one.} write_off {We have written off {granted} {currency}; you need not pay it.} goodwill {We have credited {granted} {currency} as a goodwill gesture.} other {We have credited {granted} {currency}.}}",
      released:
        "{outcome, select, part_accepted {The rest of what you disputed is no longer held and is due as before.} other {The amount is no longer held and is due as before.}}",
      grounds: "Our grounds: {grounds}",
      onAccount: "Of this, {onAccount} {currency} found nothing open and is on your account.",
      contest: "If you do not agree, you can contest this once, until {moment}.",
    },
    contested: {
      subject: "We look at {dispute} again",
      title: "We look at your dispute again",
      held: "What is still open of it is held again.",
    },
    withdrawn: {
      subject: "{dispute} is withdrawn",
      title: "Your dispute of {amount} {currency} is withdrawn",
      released: "Nothing is held for it any more; what is open is due as before.",
    },
    merged: {
      subject: "{dispute} goes on as {into}",
      title: "{dispute} goes on as {into}",
      lead: "Both are about the same. All that was said and held goes on in {into}, with the earlier of the two answer dates.",
    },
    split: {
      subject: "A part of {from} goes on as {dispute}",
      title: "A part of {from} goes on as {dispute}",
      lead: "{amount} {currency} of it is looked at by itself. Together they hold what {from} held.",
    },
  },
  approval: {
    subject: "{requester} asks you to approve {amount} {currency}, {dispute}",
    title: "{amount} {currency} waits for your approval",
    lead: "{requester} wants to {outcome, select, rebill {bill anew what {dispute} is about, crediting {amount} {currency}} goodwill {credit {amount} {currency} as a goodwill gesture in {dispute}} write_off {write off {amount} {currency} in {dispute}} other {credit {amount} {currency} in {dispute}}}. This is above the limit of {requester}.",
    writes: "{requester} writes: {note}",
    nothing: "Nothing is booked and the customer is told nothing before somebody with the authority decides.",
    action: "Look and decide",
    footer: "Sent by {biller} to {reader}, who may decide this.",
  },
  approvalDecided: {
    granted: {
      subject: "{decider} approved {amount} {currency}, {number}",
      title: "{amount} {currency} is approved",
      lead: "{decider} has granted what you asked for about {number}: {amount} {currency}. {about, select, dispute {It is booked and the customer is told.} payment {It is on its way back to the customer.} other {It is booked.}}",
    },
    refused: {
      subject: "{decider} refused {amount} {currency}, {number}",
      title: "{amount} {currency} is refused",
      lead: "{decider} has refused what you asked for about {number}: {amount} {currency}. Nothing is booked{about, select, dispute {; the dispute is in review again} other {}}.",
    },
    writes: "{decider} writes: {note}",
    about: { dispute: "Dispute", cash: "Document", payment: "Payment" },
    action: "Look at it",
    footer: "Sent by {biller} to {reader}, who asked for this.",
  },
  promise: promiseWordsEn,
  charge: chargeWordsEn,
  // Stripe's codes for disputes, returns and refunds, in the words of the reader.
  reasons: {
    bank_cannot_process: "the bank could not process it",
    check_returned: "the cheque was returned",
    credit_not_processed: "a credit was expected and did not come",
    customer_initiated: "the account’s owner asked for it",
    debit_not_authorized: "the debit was not authorised",
    duplicate: "paid twice",
    expired_uncaptured_charge: "it was not collected in time",
    fraudulent: "the payment was reported as fraud",
    incorrect_account_details: "the account details are wrong",
    insufficient_funds: "not enough money in the account",
    product_not_received: "the goods or services did not arrive",
    product_unacceptable: "the goods or services were not as agreed",
    requested_by_customer: "you asked for it",
    subscription_canceled: "the contract was cancelled",
    unrecognized: "the account’s owner does not recognise it",
  },
} as const;
