import { connect } from "@openitem/db/client";
import { portalAuth } from "@openitem/domain/access/portal-auth";
import { staffAuth } from "@openitem/domain/access/staff-auth";
import { DEMO_SLUG } from "@openitem/domain/demo/company";
import { type DemoSignIn, loadDemo } from "@openitem/domain/demo/load-demo";
import { filingFrom } from "@openitem/domain/files/storage-settings";
import { stripeGateway } from "@openitem/domain/payments/stripe";
import { stripeControl } from "@openitem/sandbox/control";

const CONNECTIONS_MAX = 8;

/**
 * Fills an empty database with the demo company, or finishes a load that was cut off. Answers who may sign in, or
 * nothing when the apps are to serve another organization. `environment` is what the apps get, see `environmentOf`.
 */
export async function loadDemoCompany(
  environment: Record<string, string>,
  onProgress: (line: string) => void,
): Promise<DemoSignIn[] | undefined> {
  if (environment.ORGANIZATION !== DEMO_SLUG) return undefined;
  const { db, close } = connect(read(environment, "APP_DATABASE_URL"), {
    connectionsMax: CONNECTIONS_MAX,
    name: "openitem-demo",
  });
  const secret = read(environment, "AUTH_SECRET");
  const portalUrl = read(environment, "PORTAL_URL");
  const auth = (baseUrl: string) => ({ db, secret, baseUrl, secureCookies: baseUrl.startsWith("https:") });
  const apiUrl = environment.STRIPE_API_URL;
  try {
    const { signIns } = await loadDemo({
      db,
      auth: {
        portal: portalAuth(auth(portalUrl)),
        staff: staffAuth(auth(read(environment, "BACKOFFICE_URL"))),
      },
      linkSecret: secret,
      gateway: stripeGateway({
        secretKey: read(environment, "STRIPE_SECRET_KEY"),
        webhookSecret: read(environment, "STRIPE_WEBHOOK_SECRET"),
        ...(apiUrl ? { apiUrl } : {}),
      }),
      // At the real Stripe only a payer can finish a page.
      ...(apiUrl ? { control: stripeControl(apiUrl) } : {}),
      portalUrl,
      filing: filingFrom({
        FILES_DIR: read(environment, "FILES_DIR"),
        S3_BUCKET: process.env.S3_BUCKET,
        S3_REGION: process.env.S3_REGION ?? "us-east-1",
        S3_ENDPOINT: process.env.S3_ENDPOINT,
        S3_ACCESS_KEY_ID: process.env.S3_ACCESS_KEY_ID,
        S3_SECRET_ACCESS_KEY: process.env.S3_SECRET_ACCESS_KEY,
        CLAMD_ADDRESS: process.env.CLAMD_ADDRESS,
      }),
      now: new Date(),
      onProgress,
    });
    return signIns;
  } finally {
    await close();
  }
}

function read(environment: Record<string, string>, name: string): string {
  const value = environment[name];
  if (!value) throw new Error(`${name} is not set.`);
  return value;
}
