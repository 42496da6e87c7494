import type { Context } from "../kernel/context.ts";
import { receiveEvent } from "../payments/receive-event.ts";
import type { MailEvent } from "./inbox.ts";

/** Keeps what the mail provider told as it came, once, and asks for the work. Tells whether it was new. */
export async function receiveMailEvent(ctx: Context, { emailId, ...event }: MailEvent): Promise<boolean> {
  return receiveEvent(
    ctx,
    { ...event, objectId: emailId, paymentId: null, intentId: null },
    "webhook",
    "resend",
  );
}
