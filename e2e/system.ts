import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@openitem/db/embedded";
import { removeData } from "@openitem/db/embedded-place";
import type { DemoSignIn } from "@openitem/domain/demo/load-demo";
import { startSystem } from "../scripts/system/start-system.ts";

// Run as a process of its own: the whole product on free ports, with a database that goes away at the end. Tells its
// parent how to reach it, and ends in order when told to or when the parent is gone.

/** How the tests reach what they test. */
export type SystemUnderTest = {
  portalUrl: string;
  backofficeUrl: string;
  /** The stand-in for Stripe: payment pages, control page and API. */
  stripeUrl: string;
  /** The stand-in for Resend; the inbox is at `/inbox`. */
  mailUrl: string;
  /** What apps and worker are configured by, database addresses included. */
  environment: Record<string, string>;
  signIns: DemoSignIn[];
};

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const results = join(root, "e2e", "test-results");
const stateDir = mkdtempSync(join(tmpdir(), "openitem-e2e-"));
// The database server may run as another user, who has to get in.
chmodSync(stateDir, 0o711);
const off = new AbortController();
const ports = [await freePort(), await freePort(), await freePort(), await freePort()].map(String);

const starting = startSystem({
  root,
  stateDir,
  env: {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    TURBO_TELEMETRY_DISABLED: "1",
    PORTAL_PORT: ports[0],
    BACKOFFICE_PORT: ports[1],
    STRIPE_STAND_IN_PORT: ports[2],
    MAIL_PORT: ports[3],
    // Callers here may say where they are.
    TRUSTED_PROXIES: "127.0.0.0/8, ::1",
  },
  withDemo: process.env.E2E_DEMO !== "no",
  databaseSettings: { fsync: "off", full_page_writes: "off" },
  // In the stories what ends by itself is a fault.
  keepRunning: false,
  signal: off.signal,
  step: () => () => {},
  tell: (line) => console.error(line),
  onEnd: (sentence) => {
    console.error(sentence);
    void end(1);
  },
});

let ending: Promise<void> | undefined;
function end(code: number): Promise<void> {
  ending ??= (async () => {
    off.abort();
    // Why it did not start is told where it is awaited.
    await starting.then((system) => system.stop()).catch(() => {});
    mkdirSync(results, { recursive: true });
    cpSync(join(stateDir, "logs"), join(results, "logs"), { recursive: true });
    removeData(join(stateDir, "postgres"));
    rmSync(stateDir, { recursive: true, force: true });
    process.exit(code);
  })();
  return ending;
}

process.on("disconnect", () => void end(0));
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => void end(0));

try {
  const { settings, environment, signIns } = await starting;
  const reach: SystemUnderTest = {
    portalUrl: settings.portalUrl,
    backofficeUrl: settings.backofficeUrl,
    stripeUrl: `http://localhost:${settings.stripePort}`,
    mailUrl: `http://localhost:${settings.mailPort}`,
    environment,
    signIns,
  };
  process.send?.(reach);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  await end(1);
}
