import { execFile } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { connect } from "@openitem/db/client";
import { freePort } from "@openitem/db/embedded";
import { removeData } from "@openitem/db/embedded-place";
import { type StripeControl, stripeControl } from "@openitem/sandbox/control";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Payer, signedInPayer } from "./payer.ts";
import { root } from "./root.ts";
import { type Started, startWith, until } from "./started.ts";

// One system that is killed piece by piece while a customer pays; every test goes on from where the one before left it.
const state = mkdtempSync(join(tmpdir(), "openitem-crash-"));
// The database server may run as another user, who has to get in.
chmodSync(state, 0o711);

let ports: Record<string, string>;
let system: Started;
let stripe: StripeControl;
let dana: Payer;
let invoices: string[];
/** Payments that were begun, in the order of the tests. */
const begun: string[] = [];

beforeAll(async () => {
  const free = [await freePort(), await freePort(), await freePort(), await freePort()].map(String);
  const [PORTAL_PORT = "", BACKOFFICE_PORT = "", STRIPE_STAND_IN_PORT = "", MAIL_PORT = ""] = free;
  ports = { PORTAL_PORT, BACKOFFICE_PORT, STRIPE_STAND_IN_PORT, MAIL_PORT };
  system = await startWith(state, ports);
  stripe = stripeControl(`http://localhost:${STRIPE_STAND_IN_PORT}`);
  const person = system.signIns.find(({ who }) => who === "Dana Whitfield");
  if (!person) throw new Error("The demo has no Dana Whitfield");
  dana = await signedInPayer(`http://localhost:${PORTAL_PORT}`, person);
  invoices = await dana.idsOn("/invoices?currency=USD&state=ready");
});

afterAll(async () => {
  await system?.stop();
  removeData(join(state, "postgres"));
  rmSync(state, { recursive: true, force: true });
});

test("the portal is killed after an attempt was committed and before Stripe answered: one page, one charge", async () => {
  const form = await dana.formFor(nextInvoice(), "USD");
  const paymentId = form.paymentId ?? "";
  begun.push(paymentId);
  await stripe.failRequests({ kind: "delay", method: "POST", path: "/v1/checkout/sessions", ms: 1_500 });
  const lost = dana.post("/pay", form).then(
    ({ status }) => status,
    () => "cut off",
  );
  await until("Stripe was asked", async () => (await callsFor(paymentId)).length === 1);
  await system.kill("portal");
  expect(await lost).toBe("cut off");
  await until("Stripe has done its part", async () => (await sessionsOf(paymentId)).length === 1);
  await ready("PORTAL_PORT");

  // It stands where it was left, and going on leads to the page that Stripe made.
  expect((await dana.get(`/payments/${paymentId}`)).status).toBe(200);
  const going = await dana.post(`/payments/${paymentId}`, { intent: "continue" });
  const [session, ...more] = await sessionsOf(paymentId);
  expect([going.status, going.headers.get("location"), more]).toEqual([303, session?.url, []]);
});

test("the worker is killed in the midst of an event: the work is done, and once", async () => {
  const [paymentId = ""] = begun;
  const [session] = await sessionsOf(paymentId);
  await stripe.failRequests({
    kind: "delay",
    method: "GET",
    path: "/v1/payment_intents/",
    ms: 2_000,
    count: 50,
  });
  await stripe.completeSession(session?.id ?? "", { method: "card", outcome: "succeeds" });
  const intentPath = `/v1/payment_intents/${(await sessionsOf(paymentId))[0]?.payment_intent}`;
  await until("the worker reads what the event is about", async () =>
    (await stripe.requests()).some(({ method, path }) => method === "GET" && path === intentPath),
  );
  expect(await statusOf(paymentId)).not.toBe("settled");
  await system.kill("worker");
  await stripe.clearFaults();
  await until("it has settled", async () => (await statusOf(paymentId)) === "settled");
});

test("the database server is killed while both apps and the worker are at it: all of them come back", async () => {
  const form = await dana.formFor(nextInvoice(), "USD");
  const paymentId = form.paymentId ?? "";
  begun.push(paymentId);
  expect((await dana.post("/pay", form)).status).toBe(303);
  const [session] = await sessionsOf(paymentId);

  let isReading = true;
  const reading = Array.from({ length: 6 }, async () => {
    // What is cut off or refused meanwhile is what is expected of it.
    while (isReading)
      await dana.get("/invoices").then(
        (answer) => answer.text(),
        () => "",
      );
  });
  await stripe.completeSession(session?.id ?? "", { method: "card", outcome: "succeeds" });
  await system.kill("database");
  await until("the database is started again", () =>
    /database server ended.*started again/.test(system.output),
  );
  await Promise.all([ready("PORTAL_PORT"), ready("BACKOFFICE_PORT")]);
  isReading = false;
  await Promise.all(reading);
  await until("the payment from before has settled", async () => (await statusOf(paymentId)) === "settled");

  const afterwards = await dana.formFor(nextInvoice(), "USD");
  begun.push(afterwards.paymentId ?? "");
  expect((await dana.post("/pay", afterwards)).status).toBe(303);
  const [next] = await sessionsOf(afterwards.paymentId ?? "");
  await stripe.completeSession(next?.id ?? "", { method: "card", outcome: "succeeds" });
  await until(
    "a new payment settles",
    async () => (await statusOf(afterwards.paymentId ?? "")) === "settled",
  );
});

test("after all of it every payment is settled once and receipted once, nothing is stuck, and the books agree", async () => {
  await until("no work is left", async () => (await leftWork()).length === 0, 90_000);
  for (const paymentId of begun) {
    expect(await sessionsOf(paymentId)).toHaveLength(1);
    const { number, settlements, receipts } = await booked(paymentId);
    expect({ number, settlements, receipts }).toEqual({ number, settlements: 1, receipts: 1 });
    expect(await receiptsMailed(number)).toBe(1);
  }
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [join(root, "apps/backoffice/server/cli.ts"), "verify", "--json"],
    { cwd: root, env: { ...process.env, ...system.environment }, maxBuffer: 16 * 1024 * 1024 },
  );
  expect(JSON.parse(stdout)).toMatchObject({ agrees: true, differences: [] });
});

test("both apps say that they are not ready while the newest migration has not run", async () => {
  const [newest] = await ask<{ hash: string; created_at: string }>(`
    delete from migrations.__drizzle_migrations
    where created_at = (select max(created_at) from migrations.__drizzle_migrations)
    returning hash, created_at::text`);
  for (const port of ["PORTAL_PORT", "BACKOFFICE_PORT"]) {
    const answer = await fetch(`http://localhost:${ports[port]}/readyz`);
    expect([port, answer.status, await answer.text()]).toEqual([
      port,
      503,
      "The newest migration has not run.",
    ]);
  }
  await ask(
    "insert into migrations.__drizzle_migrations (hash, created_at) values ($1, $2::bigint)",
    newest?.hash ?? "",
    newest?.created_at ?? "",
  );
  await Promise.all([ready("PORTAL_PORT"), ready("BACKOFFICE_PORT")]);
});

test("the next start builds nothing, loads no demo, and finds everything as it was", async () => {
  const log = join(state, "logs", "build.log");
  const built = () => (existsSync(log) ? readFileSync(log).length : 0);
  const before = { built: built(), payments: await dana.idsOn("/payments") };
  expect(await system.stop()).toBe(0);
  system = await startWith(state, ports);
  console.log(`The second start took ${(system.readyMs / 1000).toFixed(1)} s.`);
  expect(system.output).toContain("Reading the books");
  expect(system.output).not.toContain("Loading the demo company");
  expect({ built: built(), payments: await dana.idsOn("/payments") }).toEqual(before);
});

function nextInvoice(): string {
  const invoice = invoices.shift();
  if (!invoice) throw new Error("Dana Whitfield has nothing left to pay");
  return invoice;
}

const ready = (port: string) =>
  until(`${port} is ready`, () =>
    fetch(`http://localhost:${ports[port]}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    ),
  );

const sessionsOf = async (paymentId: string) =>
  (await stripe.state()).sessions.filter((session) => session.client_reference_id === paymentId);

const callsFor = async (paymentId: string) =>
  (await stripe.requests()).filter(
    ({ method, path, form }) =>
      method === "POST" && path === "/v1/checkout/sessions" && form.includes(paymentId),
  );

/** Asks the database as its owner; a connection each time, because the server comes and goes. */
async function ask<Row extends object>(text: string, ...values: string[]): Promise<Row[]> {
  const { client, close } = connect(system.environment.OWNER_DATABASE_URL ?? "", { connectionsMax: 1 });
  try {
    return [...(await client.unsafe<Row[]>(text, values))];
  } finally {
    await close();
  }
}

const statusOf = async (paymentId: string) =>
  (await ask<{ status: string }>("select status from payments where id = $1", paymentId))[0]?.status;

async function booked(paymentId: string) {
  const [row] = await ask<{ number: string; settlements: number; receipts: number }>(
    `select number,
      (select count(*)::int from audit_records where subject_id = p.id and action = 'payment.settled') as settlements,
      (select count(*)::int from items where kind = 'receipt' and reference = p.number) as receipts
    from payments p where id = $1`,
    paymentId,
  );
  if (!row) throw new Error(`Payment ${paymentId} is not in the books`);
  return row;
}

/** Work that waits or is held by somebody, events that nobody finished, calls whose end nobody knows. */
const leftWork = () =>
  ask<{ what: string }>(`
    select 'outbox ' || kind as what from outbox
    union all select 'job ' || coalesce(last_error, 'waits') from graphile_worker._private_jobs
    union all select 'event ' || type || ' ' || status from provider_events where status in ('received', 'parked', 'failed')
    union all select 'call ' || c.kind || ' ' || c.status from gateway_calls c join payments p on p.id = c.payment_id
      where c.status in ('pending', 'unknown') and p.id = any('{${begun.join(",")}}'::uuid[])`);

async function receiptsMailed(number: string): Promise<number> {
  const headers = { authorization: `Bearer ${system.environment.RESEND_API_KEY}` };
  const list = async (path: string) =>
    (await fetch(`http://localhost:${ports.MAIL_PORT}${path}`, { headers })).json();
  const { data } = (await list("/emails?limit=100")) as { data: { id: string }[] };
  const mails = await Promise.all(data.map(({ id }) => list(`/emails/${id}`) as Promise<{ text: string }>));
  return mails.filter(({ text }) => text.includes(number)).length;
}
