import { followCharge } from "../autopay/follow-charge.ts";
import { runMatch } from "../cash/run-match.ts";
import { endDisputeWork } from "../disputes/end-dispute-work.ts";
import type { PayingContext } from "../kernel/context.ts";
import { mailApproval } from "../messages/mail-approval.ts";
import { mailApprovalDecided } from "../messages/mail-approval-decided.ts";
import { mailChargeAnnounced } from "../messages/mail-charge-announced.ts";
import { mailChargeFailed } from "../messages/mail-charge-failed.ts";
import { mailChargeHeld } from "../messages/mail-charge-held.ts";
import { mailDispute } from "../messages/mail-dispute.ts";
import { mailFailed } from "../messages/mail-failed.ts";
import { mailInvitation } from "../messages/mail-invitation.ts";
import { mailMethodAdded, mailMethodRevoked } from "../messages/mail-method.ts";
import { mailPreparedPayment } from "../messages/mail-prepared-payment.ts";
import { mailPromiseAnswered } from "../messages/mail-promise-answered.ts";
import { mailPromiseBroken } from "../messages/mail-promise-broken.ts";
import { mailPromiseMade } from "../messages/mail-promise-made.ts";
import { mailPromiseReminder } from "../messages/mail-promise-reminder.ts";
import { mailReceipt } from "../messages/mail-receipt.ts";
import { mailRefunded } from "../messages/mail-refunded.ts";
import { mailReturned } from "../messages/mail-returned.ts";
import type { MailingContext } from "../messages/mailing-context.ts";
import type { InboxContext } from "../messages/process-mail-event.ts";
import { sendRefund } from "../payments/send-refund.ts";
import { judgePromise } from "../promises/judge-promise.ts";
import { readAdvice } from "../remittances/read-advice.ts";
import type { Jobs } from "./job.ts";
import { processProviderEvent } from "./process-provider-event.ts";

/** What jobs may reach: the payment provider, the mail that goes out and comes in, and files. */
export type WorkingContext = PayingContext & MailingContext & InboxContext;

type Handlers = { [Kind in keyof Jobs]: (ctx: WorkingContext, payload: Jobs[Kind]) => Promise<unknown> };

/** The one who does each kind of work. A handler may run twice, and must not mind. */
export const handlers: Handlers = {
  "payment.receipt_mail": mailReceipt,
  "payment.failed_mail": mailFailed,
  "payment.returned_mail": mailReturned,
  "payment.refunded_mail": mailRefunded,
  "provider_event.process": processProviderEvent,
  "payment.send_refund": sendRefund,
  "invitation.mail": mailInvitation,
  "method.added_mail": mailMethodAdded,
  "method.revoked_mail": mailMethodRevoked,
  "charge.announced_mail": mailChargeAnnounced,
  "charge.held_mail": mailChargeHeld,
  "charge.failed_mail": mailChargeFailed,
  "charge.follow": followCharge,
  "prepared_payment.mail": mailPreparedPayment,
  "dispute.mail": mailDispute,
  "dispute.ended": endDisputeWork,
  "remittance.read": readAdvice,
  "approval.requested_mail": mailApproval,
  "approval.decided_mail": mailApprovalDecided,
  "promise.judge": judgePromise,
  "promise.made_mail": mailPromiseMade,
  "promise.answered_mail": mailPromiseAnswered,
  "promise.reminder_mail": mailPromiseReminder,
  "promise.broken_mail": mailPromiseBroken,
  "cash.match": (ctx, payload) => runMatch(ctx, payload),
};
