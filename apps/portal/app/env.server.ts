import { FILING_ENV } from "@openitem/domain/files/storage-settings";
import { z } from "zod";
import { readTrustedProxies } from "../server/client-address.ts";

const schema = z.object({
  APP_DATABASE_URL: z.url(),
  DATABASE_CONNECTIONS_MAX: z.coerce.number().int().min(1).max(100).default(10),
  PORTAL_PORT: z.coerce.number().int().min(1).max(65_535).default(3000),
  PORTAL_URL: z
    .url({ protocol: /^https?$/ })
    .default("http://localhost:3000")
    .transform((url) => url.replace(/\/+$/, "")),
  /** Addresses and ranges of the proxies before the portal, whose X-Forwarded-For is believed. */
  TRUSTED_PROXIES: z
    .string()
    .default("")
    .transform((list, { addIssue }) => {
      try {
        return readTrustedProxies(list);
      } catch (error) {
        addIssue({ code: "custom", message: error instanceof Error ? error.message : String(error) });
        return z.NEVER;
      }
    }),
  AUTH_SECRET: z.string().min(32),
  ORGANIZATION: z.string().min(1).default("parlance"),
  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  STRIPE_API_URL: z.url().optional(),
  /** The signing secret of the webhook by which Resend tells of mail; without it nothing of it is taken. */
  RESEND_WEBHOOK_SECRET: z.string().startsWith("whsec_").optional(),
  ...FILING_ENV,
  LOG_LEVEL: z.enum(["fatal", "error", "warn", "info", "debug", "trace", "silent"]).default("info"),
});

/** The environment, read and checked once at start. Nothing else in the portal reads `process.env`. */
export const env = readEnv();

function readEnv() {
  const read = schema.safeParse(process.env);
  if (read.success) return read.data;
  // Names only: a value may be a secret.
  const names = [...new Set(read.error.issues.map((issue) => issue.path.join(".")))];
  throw new Error(`These environment variables are missing or not usable: ${names.join(", ")}`);
}
