/** Every kind of work done after commit, and the ids it needs. `jobs/handlers.ts` has one handler for each. */
export type Jobs = {
  "payment.receipt_mail": { paymentId: string };
  "payment.failed_mail": { paymentId: string };
  "payment.returned_mail": { paymentId: string };
  "payment.refunded_mail": { paymentId: string };
  "provider_event.process": { eventId: string };
  "invitation.mail": { invitationId: string };
};
