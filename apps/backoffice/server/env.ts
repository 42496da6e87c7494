import { FILING_ENV } from "@openitem/domain/files/storage-settings";
import { z } from "zod";
import { readTrustedProxies } from "./client-address.ts";

/** What the web side of the back office is told from outside. Ports and addresses are those of this machine unless said. */
const schema = z
  .object({
    APP_DATABASE_URL: z.string().min(1),
    BACKOFFICE_PORT: z.coerce.number().int().min(1).max(65_535).default(3001),
    BACKOFFICE_HOST: z.string().default("127.0.0.1"),
    BACKOFFICE_URL: z.url().optional(),
    PORTAL_URL: z.url().default("http://localhost:3000"),
    /** Addresses and ranges of the proxies before the back office, whose X-Forwarded-For is believed. */
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
    STRIPE_SECRET_KEY: z.string().min(1),
    STRIPE_API_URL: z.url().optional(),
    STRIPE_WEBHOOK_SECRET: z.string().min(1),
    /** Signs cookies: at least 32 characters. */
    AUTH_SECRET: z.string().min(32),
    ...FILING_ENV,
    ORGANIZATION: z.string().default("parlance"),
    LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
  })
  .transform(({ BACKOFFICE_URL, ...env }) => ({
    ...env,
    BACKOFFICE_URL: withoutSlash(BACKOFFICE_URL ?? `http://localhost:${env.BACKOFFICE_PORT}`),
    PORTAL_URL: withoutSlash(env.PORTAL_URL),
  }));

export type Env = z.infer<typeof schema>;

/** Reads and checks the environment. Throws one sentence that names every variable that is missing or wrong. */
export function readEnv(source: Record<string, string | undefined>): Env {
  // An empty variable is one that is not set.
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const read = schema.safeParse(given);
  if (read.success) return read.data;
  const faults = read.error.issues.map((issue) => `${issue.path.join(".")} (${issue.message})`);
  throw new Error(`The back office cannot start: ${faults.join(", ")}.`);
}

const withoutSlash = (url: string) => url.replace(/\/+$/, "");
