import { cancelPayment, cancelPaymentInput } from "@openitem/domain/payments/cancel-payment";
import { listEvents, listEventsInput } from "@openitem/domain/payments/list-events";
import { listPayments, listPaymentsInput } from "@openitem/domain/payments/list-payments";
import { listRefundRequests, listRefundRequestsInput } from "@openitem/domain/payments/list-refund-requests";
import { readPayment } from "@openitem/domain/payments/read-payment";
import { refundPayment, refundPaymentInput } from "@openitem/domain/payments/refund-payment";
import { replayEvent, replayEventInput } from "@openitem/domain/payments/replay-event";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

const listInput = listPaymentsInput.omit({ before: true }).extend({ cursor: listPaymentsInput.shape.before });

export const paymentsRouter = router({
  list: procedure
    .input(listInput)
    .query(({ ctx, input: { cursor, ...asked } }) => listPayments(ctx, { ...asked, before: cursor ?? null })),

  read: procedure
    .input(z.object({ paymentId: z.uuid() }))
    .query(({ ctx, input }) => readPayment(ctx, input.paymentId)),

  /** What Stripe told us: of one payment, or what waits to be worked on. */
  events: procedure.input(listEventsInput).query(({ ctx, input }) => listEvents(ctx, input)),

  replayEvent: procedure.input(replayEventInput).mutation(({ ctx, input }) => replayEvent(ctx, input)),

  cancel: procedure.input(cancelPaymentInput).mutation(({ ctx, input }) => cancelPayment(ctx, input)),

  /** Refunds that wait for a second person, or were decided by one. */
  refundRequests: procedure
    .input(listRefundRequestsInput)
    .query(({ ctx, input }) => listRefundRequests(ctx, input)),

  /** Sends money back, or asks a colleague: then `approvalId` is there. */
  refund: procedure.input(refundPaymentInput).mutation(({ ctx, input }) => refundPayment(ctx, input)),
});
