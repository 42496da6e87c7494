import type { PayingContext } from "../kernel/context.ts";
import { mailFailed } from "../messages/mail-failed.ts";
import { mailInvitation } from "../messages/mail-invitation.ts";
import { mailReceipt } from "../messages/mail-receipt.ts";
import { mailRefunded } from "../messages/mail-refunded.ts";
import { mailReturned } from "../messages/mail-returned.ts";
import type { MailingContext } from "../messages/mailing-context.ts";
import { processEvent } from "../payments/process-event.ts";
import type { Jobs } from "./job.ts";

/** What jobs may reach: the payment provider and the mail. */
export type WorkingContext = PayingContext & MailingContext;

type Handlers = { [Kind in keyof Jobs]: (ctx: WorkingContext, payload: Jobs[Kind]) => Promise<unknown> };

/** The one who does each kind of work. A handler may run twice, and must not mind. */
export const handlers: Handlers = {
  "payment.receipt_mail": mailReceipt,
  "payment.failed_mail": mailFailed,
  "payment.returned_mail": mailReturned,
  "payment.refunded_mail": mailRefunded,
  "provider_event.process": processEvent,
  "invitation.mail": mailInvitation,
};
