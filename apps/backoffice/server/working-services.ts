import { connect } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { closeTypesetter } from "@openitem/documents/typeset";
import { invitationToken } from "@openitem/domain/access/invitation";
import { filingFrom } from "@openitem/domain/files/storage-settings";
import type { WorkingContext } from "@openitem/domain/jobs/handlers";
import { resendMailer } from "@openitem/domain/messages/resend";
import { resendInbox } from "@openitem/domain/messages/resend-inbox";
import { stripeGateway } from "@openitem/domain/payments/stripe";
import { renderLetter } from "@openitem/mail/render-letter";
import { receiptPdf } from "./receipt-pdf.ts";
import type { WorkerEnv } from "./worker-env.ts";

/** Puts together what jobs and commands of the command line run with. The caller closes it. */
export function workingServices(
  env: WorkerEnv,
  { connectionsMax, name }: { connectionsMax: number; name: string },
) {
  const { db, close } = connect(env.APP_DATABASE_URL, { connectionsMax, name });
  const gateway = stripeGateway({
    secretKey: env.STRIPE_SECRET_KEY,
    webhookSecret: env.STRIPE_WEBHOOK_SECRET,
    ...(env.STRIPE_API_URL && { apiUrl: env.STRIPE_API_URL }),
  });
  const resend = {
    apiKey: env.RESEND_API_KEY,
    ...(env.RESEND_API_URL && { apiUrl: env.RESEND_API_URL }),
  };
  const mailer = resendMailer(resend);
  const inbox = resendInbox(resend);
  const filing = filingFrom(env);

  /** A context of the worker for one piece of work, at this moment. */
  const contextFor = (organizationId: string, work: string, requestId = newId()): WorkingContext => {
    const ctx: WorkingContext = {
      ...filing,
      db,
      organizationId,
      actor: { kind: "worker", name: work },
      now: new Date(),
      requestId,
      gateway,
      mailer,
      inbox,
      letters: renderLetter,
      mailFrom: env.MAIL_FROM,
      ...(env.INBOUND_DOMAIN && { inboundDomain: env.INBOUND_DOMAIN }),
      portalUrl: env.PORTAL_URL,
      backofficeUrl: env.BACKOFFICE_URL,
      invitationLink: (id) => `${env.PORTAL_URL}/invitation/${invitationToken(env.AUTH_SECRET, id)}`,
      receiptPdf: (paymentId) => receiptPdf(ctx, paymentId),
    };
    return ctx;
  };

  return {
    db,
    gateway,
    contextFor,
    close: async () => void (await Promise.all([close(), closeTypesetter()])),
  };
}
