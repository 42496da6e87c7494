import type { DisputeLetter } from "../messages/letter.ts";

/** Every kind of work done after commit, and the ids it needs. `jobs/handlers.ts` has one handler for each. */
export type Jobs = {
  "payment.receipt_mail": { paymentId: string };
  "payment.failed_mail": { paymentId: string };
  "payment.returned_mail": { paymentId: string };
  "payment.refunded_mail": { paymentId: string };
  "provider_event.process": { eventId: string };
  "payment.send_refund": { callId: string };
  "invitation.mail": { invitationId: string };
  "method.added_mail": { methodId: string };
  "method.revoked_mail": { methodId: string };
  "charge.announced_mail": { chargeId: string };
  "charge.held_mail": { chargeId: string };
  "charge.failed_mail": { chargeId: string; paymentId: string };
  "charge.follow": { chargeId: string };
  "prepared_payment.mail": { preparedId: string };
  "promise.judge": { promiseId: string };
  "promise.made_mail": { promiseId: string };
  "promise.answered_mail": { promiseId: string };
  "promise.reminder_mail": { promiseId: string; no: string };
  "promise.broken_mail": { promiseId: string };
  "dispute.mail": { letter: DisputeLetter; disputeId: string; subjectId: string };
  "dispute.ended": { disputeId: string };
  "cash.match": { runId: string };
  "remittance.read": { remittanceId: string };
  "approval.requested_mail": { approvalId: string };
  "approval.decided_mail": { approvalId: string };
};
