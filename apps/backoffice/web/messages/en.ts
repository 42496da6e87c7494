import { uiMessages } from "@openitem/ui/messages-en";
import { approvalsMessages } from "./en/approvals.ts";
import { booksMessages } from "./en/books.ts";
import { cashMessages } from "./en/cash.ts";
import { signalMessages } from "./en/cash-signals.ts";
import { causesMessages } from "./en/causes.ts";
import { closeMessages } from "./en/close.ts";
import { customerMessages } from "./en/customer.ts";
import { customersMessages } from "./en/customers.ts";
import { disputeMessages } from "./en/dispute.ts";
import { disputesMessages } from "./en/disputes.ts";
import { itemMessages } from "./en/item.ts";
import { payersMessages } from "./en/payers.ts";
import { paymentMessages } from "./en/payment.ts";
import { paymentsMessages } from "./en/payments.ts";
import { payoutsMessages } from "./en/payouts.ts";
import { promiseMessages } from "./en/promise.ts";
import { promisesMessages } from "./en/promises.ts";
import { recordPromiseMessages } from "./en/record-promise.ts";
import { remittancesMessages } from "./en/remittances.ts";
import { shellMessages } from "./en/shell.ts";
import { signInMessages } from "./en/sign-in.ts";
import { statementsMessages } from "./en/statements.ts";
import { tasksMessages } from "./en/tasks.ts";
import { timelineMessages } from "./en/timeline.ts";
import { unappliedMessages } from "./en/unapplied.ts";

/** Every word of the back office in English, those of the components included. */
export const en = {
  ...uiMessages,
  shell: shellMessages,
  signIn: signInMessages,
  customers: customersMessages,
  customer: customerMessages,
  item: itemMessages,
  payments: paymentsMessages,
  payment: paymentMessages,
  timeline: timelineMessages,
  books: booksMessages,
  disputes: disputesMessages,
  dispute: disputeMessages,
  approvals: approvalsMessages,
  tasks: tasksMessages,
  causes: causesMessages,
  promises: promisesMessages,
  promise: promiseMessages,
  recordPromise: recordPromiseMessages,
  close: closeMessages,
  cash: cashMessages,
  signals: signalMessages,
  statements: statementsMessages,
  unapplied: unappliedMessages,
  remittances: remittancesMessages,
  payouts: payoutsMessages,
  payers: payersMessages,
};
