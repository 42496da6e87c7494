import { FILING_ENV } from "@openitem/domain/files/storage-settings";
import { z } from "zod";

/** What the job worker and the command line are told from outside. */
const schema = z.object({
  APP_DATABASE_URL: z.string().min(1),
  /** The owner's, on a direct connection: the queue keeps its own tables and listens. */
  OWNER_DATABASE_URL: z.string().min(1),
  PORTAL_URL: z.url().default("http://localhost:3000"),
  BACKOFFICE_URL: z.url().default("http://localhost:3001"),
  STRIPE_SECRET_KEY: z.string().min(1),
  STRIPE_API_URL: z.url().optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(1),
  RESEND_API_KEY: z.string().min(1),
  RESEND_API_URL: z.url().optional(),
  AUTH_SECRET: z.string().min(32),
  MAIL_FROM: z.string().default("billing@localhost"),
  /** The domain whose mail Resend receives for us; without it answers by mail do not land in disputes. */
  INBOUND_DOMAIN: z.hostname().optional(),
  ORGANIZATION: z.string().default("parlance"),
  ...FILING_ENV,
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(50).default(4),
  LOG_LEVEL: z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"]).default("info"),
});

export type WorkerEnv = z.infer<typeof schema>;

/** Reads and checks the environment. Throws one sentence that names every variable that is missing or wrong. */
export function readWorkerEnv(source: Record<string, string | undefined>): WorkerEnv {
  const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ""));
  const read = schema.safeParse(given);
  if (read.success) {
    const { PORTAL_URL, BACKOFFICE_URL } = read.data;
    return {
      ...read.data,
      PORTAL_URL: PORTAL_URL.replace(/\/+$/, ""),
      BACKOFFICE_URL: BACKOFFICE_URL.replace(/\/+$/, ""),
    };
  }
  const faults = read.error.issues.map((issue) => `${issue.path.join(".")} (${issue.message})`);
  throw new Error(`The environment does not fit: ${faults.join(", ")}.`);
}
