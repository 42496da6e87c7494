import type { Secrets, Settings } from "./settings.ts";

/** Where things are that the apps talk to. */
export type Reach = {
  ownerUrl: string;
  appUrl: string;
  stripeKey: string;
  resendKey: string;
  /** Where files lie that people add, unless a bucket is named. */
  filesDir: string;
};

/** The keys of stand-ins that are not running: the command line can be used without them. */
export const STAND_IN_KEYS = { stripeKey: "sk_test_stand_in", resendKey: "re_stand_in" };

/** The variables that apps, worker and command line are configured by. */
export function environmentOf(settings: Settings, secrets: Secrets, reach: Reach): Record<string, string> {
  const { stripe, resend } = settings;
  const webhookSecret = resend ? resend.webhookSecret : secrets.resendWebhookSecret;
  return {
    NODE_ENV: "production",
    OWNER_DATABASE_URL: reach.ownerUrl,
    APP_DATABASE_URL: reach.appUrl,
    PORTAL_PORT: String(settings.portalPort),
    BACKOFFICE_PORT: String(settings.backofficePort),
    PORTAL_URL: settings.portalUrl,
    BACKOFFICE_URL: settings.backofficeUrl,
    ORGANIZATION: settings.organization,
    MAIL_FROM: settings.mailFrom,
    FILES_DIR: reach.filesDir,
    AUTH_SECRET: secrets.authSecret,
    STRIPE_SECRET_KEY: stripe?.secretKey ?? reach.stripeKey,
    STRIPE_WEBHOOK_SECRET: stripe?.webhookSecret ?? secrets.stripeWebhookSecret,
    ...(stripe ? {} : { STRIPE_API_URL: `http://localhost:${settings.stripePort}` }),
    ...(settings.inboundDomain && { INBOUND_DOMAIN: settings.inboundDomain }),
    ...(webhookSecret && { RESEND_WEBHOOK_SECRET: webhookSecret }),
    RESEND_API_KEY: resend?.apiKey ?? reach.resendKey,
    ...(resend ? {} : { RESEND_API_URL: `http://localhost:${settings.mailPort}` }),
  };
}
