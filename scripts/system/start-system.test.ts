import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort } from "@openitem/db/embedded";
import { StartFailure } from "@openitem/db/start-failure";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readRunning, takeStartLock } from "./running.ts";
import { keepSecrets, readSettings } from "./settings.ts";
import { startSystem } from "./start-system.ts";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "openitem start "));
  chmodSync(home, 0o711);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

const start = async (env: NodeJS.ProcessEnv) => {
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()].map(String);
  return startSystem({
    root,
    stateDir: home,
    env: {
      PORTAL_PORT: ports[0],
      BACKOFFICE_PORT: ports[1],
      STRIPE_STAND_IN_PORT: ports[2],
      MAIL_PORT: ports[3],
      ...env,
    },
    withDemo: false,
    keepRunning: false,
    signal: new AbortController().signal,
    step: () => () => {},
    tell: () => {},
    onEnd: () => {},
  });
};

test("a port in use is named together with the variable that changes it", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  await expect(start({ BACKOFFICE_PORT: String(port) })).rejects.toThrow(
    `Port ${port} for the back office is in use: stop what uses it, or set BACKOFFICE_PORT to another port.`,
  );
  other.close();
});

test("two parts cannot have one port", async () => {
  const port = String(await freePort());
  await expect(start({ PORTAL_PORT: port, MAIL_PORT: port })).rejects.toThrow(
    `PORTAL_PORT and MAIL_PORT are both ${port}`,
  );
});

test("a broken DATABASE_URL ends the start with one sentence", async () => {
  const refusal = start({ DATABASE_URL: "postgres://127.0.0.1:1/books" });
  await expect(refusal).rejects.toThrow(StartFailure);
  await expect(refusal).rejects.toThrow("127.0.0.1:1 cannot be reached");
});

test("a port that is no number and half of a pair of Stripe keys are refused", () => {
  expect(() => readSettings({ MAIL_PORT: "mail" })).toThrow(
    'MAIL_PORT is "mail", which is not a port number.',
  );
  expect(() => readSettings({ STRIPE_SECRET_KEY: "sk_test_1" })).toThrow("STRIPE_WEBHOOK_SECRET is not");
});

test("with keys of the real services there are no stand-ins", () => {
  const settings = readSettings({
    STRIPE_SECRET_KEY: "sk_test_1",
    STRIPE_WEBHOOK_SECRET: "whsec_1",
    RESEND_API_KEY: "re_1",
  });
  expect(settings.stripe).toEqual({ secretKey: "sk_test_1", webhookSecret: "whsec_1" });
  expect(settings.resend).toEqual({ apiKey: "re_1" });
  expect(readSettings({}).stripe).toBeUndefined();
});

test("secrets are made once, kept, and readable by their owner only", () => {
  const file = join(home, "secrets.json");
  const secrets = keepSecrets(file);
  expect(secrets.authSecret.length).toBeGreaterThanOrEqual(32);
  expect(keepSecrets(file)).toEqual(secrets);
  expect(statSync(file).mode & 0o777).toBe(0o600);
});

test("the lock of a start that was killed does not keep the next one out", () => {
  const file = join(home, "running.json");
  writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1 }));
  expect(readRunning(file)).toBeUndefined();
  const lock = takeStartLock(file);
  expect(JSON.parse(readFileSync(file, "utf8"))).toEqual({ pid: process.pid });
  lock.release();
  expect(existsSync(file)).toBe(false);
});
