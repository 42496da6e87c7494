import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { dirname } from "node:path";
import { reasonOf, StartFailure } from "@openitem/db/start-failure";

/** What a start can be told by environment variables, read once. */
export type Settings = {
  portalPort: number;
  backofficePort: number;
  stripePort: number;
  mailPort: number;
  portalUrl: string;
  backofficeUrl: string;
  /** The demo company's slug, and the tenant the apps serve. */
  organization: string;
  mailFrom: string;
  /** Keys of the real services; without them the stand-ins take their place. */
  stripe: { secretKey: string; webhookSecret: string } | undefined;
  resend: { apiKey: string; webhookSecret: string | undefined } | undefined;
  /** The domain whose mail comes in; the stand-in takes any. */
  inboundDomain: string | undefined;
};

/** Throws `StartFailure` for a port that is none, and for half of a pair of keys. */
export function readSettings(env: NodeJS.ProcessEnv): Settings {
  const portalPort = portOf(env, "PORTAL_PORT", 3000);
  const backofficePort = portOf(env, "BACKOFFICE_PORT", 3001);
  if (env.STRIPE_SECRET_KEY && !env.STRIPE_WEBHOOK_SECRET)
    throw new StartFailure(
      "STRIPE_SECRET_KEY is set but STRIPE_WEBHOOK_SECRET is not: set the signing secret of the webhook endpoint as well.",
    );
  return {
    portalPort,
    backofficePort,
    stripePort: portOf(env, "STRIPE_STAND_IN_PORT", 3002),
    mailPort: portOf(env, "MAIL_PORT", 3003),
    portalUrl: (env.PORTAL_URL || `http://localhost:${portalPort}`).replace(/\/+$/, ""),
    backofficeUrl: (env.BACKOFFICE_URL || `http://localhost:${backofficePort}`).replace(/\/+$/, ""),
    organization: env.ORGANIZATION || "parlance",
    mailFrom: env.MAIL_FROM || "Openitem <billing@openitem.example>",
    stripe:
      env.STRIPE_SECRET_KEY && env.STRIPE_WEBHOOK_SECRET
        ? { secretKey: env.STRIPE_SECRET_KEY, webhookSecret: env.STRIPE_WEBHOOK_SECRET }
        : undefined,
    resend: env.RESEND_API_KEY
      ? { apiKey: env.RESEND_API_KEY, webhookSecret: env.RESEND_WEBHOOK_SECRET || undefined }
      : undefined,
    inboundDomain: env.INBOUND_DOMAIN || (env.RESEND_API_KEY ? undefined : "inbound.openitem.example"),
  };
}

function portOf(env: NodeJS.ProcessEnv, name: string, usual: number): number {
  const text = env[name];
  if (!text) return usual;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartFailure(`${name} is "${text}", which is not a port number.`);
  return port;
}

/** Refuses, naming the variable to change, when one of the ports is in use or is asked for twice. */
export async function checkPorts(ports: { what: string; variable: string; port: number }[]): Promise<void> {
  for (const [index, { what, variable, port }] of ports.entries()) {
    const twin = ports.slice(0, index).find((other) => other.port === port);
    if (twin)
      throw new StartFailure(
        `${twin.variable} and ${variable} are both ${port}: give each a port of its own.`,
      );
    for (const host of ["127.0.0.1", undefined]) {
      const problem = await tryListen(port, host);
      if (problem === "EADDRINUSE")
        throw new StartFailure(
          `Port ${port} for ${what} is in use: stop what uses it, or set ${variable} to another port.`,
        );
      if (problem === "EACCES")
        throw new StartFailure(
          `Port ${port} for ${what} may not be opened by this user: set ${variable} to another port.`,
        );
    }
  }
}

function tryListen(port: number, host: string | undefined): Promise<string | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", (error: NodeJS.ErrnoException) => done(error.code));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => done(undefined)));
  });
}

export type Secrets = { authSecret: string; stripeWebhookSecret: string; resendWebhookSecret: string };

/** Secrets of this installation: made at random on the first start and kept in a file only its owner can read. */
export function keepSecrets(file: string): Secrets {
  const { authSecret, stripeWebhookSecret, resendWebhookSecret } = readSecrets(file);
  if (authSecret && stripeWebhookSecret) {
    if (resendWebhookSecret) return { authSecret, stripeWebhookSecret, resendWebhookSecret };
    // An installation that is older than mail that comes in.
    return writeSecrets(file, { authSecret, stripeWebhookSecret, resendWebhookSecret: newResendSecret() });
  }
  if (existsSync(file))
    throw new StartFailure(
      `The file "${file}" is damaged: delete it, then start again (everybody signs in anew).`,
    );
  return writeSecrets(file, {
    authSecret: randomBytes(32).toString("base64url"),
    stripeWebhookSecret: `whsec_${randomBytes(24).toString("base64url")}`,
    resendWebhookSecret: newResendSecret(),
  });
}

function readSecrets(file: string): Partial<Secrets> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, "utf8")) as Partial<Secrets>;
  } catch (error) {
    throw new StartFailure(`The file "${file}" cannot be read: ${reasonOf(error)}`);
  }
}

/** Its part after the mark is read as base64, unlike Stripe's. */
const newResendSecret = () => `whsec_${randomBytes(24).toString("base64")}`;

function writeSecrets(file: string, secrets: Secrets): Secrets {
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(secrets)}\n`, { mode: 0o600 });
  return secrets;
}
