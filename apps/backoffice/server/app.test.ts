import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { connect } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import { freshDatabase } from "@openitem/db/test/database";
import { appUrl, close, type World } from "@openitem/domain/test/world";
import superjson from "superjson";
import { afterAll, describe, expect, test } from "vitest";
import { newWorld, PASSWORD, PUBLIC_URL, servicesFor, slugOf, withCollector } from "../test/office.ts";
import { createApp } from "./app.ts";
import { readTrustedProxies } from "./client-address.ts";
import { CONTENT_SECURITY_POLICY } from "./security-headers.ts";
import { composeServices } from "./services.ts";

// The built web app, as far as the server knows it: a page and a file named by its content.
const WEB_FOLDER = mkdtempSync(join(tmpdir(), "openitem-office-"));
mkdirSync(join(WEB_FOLDER, "assets"));
writeFileSync(join(WEB_FOLDER, "index.html"), "<!doctype html><title>Openitem</title>");
writeFileSync(join(WEB_FOLDER, "assets", "index-abc.js"), "0");

afterAll(async () => {
  rmSync(WEB_FOLDER, { recursive: true });
  await close();
});

const ENV = {
  incoming: { socket: { remoteAddress: "203.0.113.7", remotePort: 4000, remoteFamily: "IPv4" } },
};
const SAME_ORIGIN = {
  origin: PUBLIC_URL,
  "sec-fetch-site": "same-origin",
  "content-type": "application/json",
};

const officeOf = (world: World) => createApp(servicesFor(slugOf(world)), WEB_FOLDER);
type Office = ReturnType<typeof officeOf>;

const send = (office: Office, path: string, init: RequestInit = {}) =>
  office.request(`${PUBLIC_URL}${path}`, init, ENV);

const post = (office: Office, path: string, input: unknown, headers: Record<string, string> = SAME_ORIGIN) =>
  send(office, `/trpc/${path}`, { method: "POST", headers, body: superjson.stringify(input) });

const ask = (office: Office, path: string, cookie = "", input?: unknown) =>
  send(
    office,
    `/trpc/${path}${input === undefined ? "" : `?input=${encodeURIComponent(superjson.stringify(input))}`}`,
    { headers: { cookie } },
  );

async function dataOf<T>(response: Response): Promise<T> {
  const { result } = (await response.json()) as {
    result: { data: Parameters<typeof superjson.deserialize>[0] };
  };
  return superjson.deserialize<T>(result.data);
}

const cookieOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(";")[0])
    .join("; ");

async function withStaff(how: { totp: boolean }) {
  const { world, email } = await withCollector(how);
  return { world, email, office: officeOf(world) };
}

describe("signing in", () => {
  test("by password alone where the policy lifts the code, until signing out", async () => {
    const { office, email, world } = await withStaff({ totp: false });
    expect(await dataOf(await ask(office, "session.me"))).toMatchObject({
      state: "signed_out",
      totpRequired: false,
    });

    const wrong = await post(office, "session.signIn", { email, password: "not the right one" });
    expect(wrong.status).toBe(422);
    expect(wrong.headers.getSetCookie()).toEqual([]);

    const signedIn = await post(office, "session.signIn", { email, password: PASSWORD });
    expect(await dataOf(signedIn)).toEqual({ next: "home" });
    const [line] = signedIn.headers.getSetCookie();
    expect(line).toMatch(/HttpOnly/i);
    expect(line).toMatch(/SameSite=Lax/i);

    const cookie = cookieOf(signedIn);
    expect(await dataOf(await ask(office, "session.me", cookie))).toMatchObject({
      state: "signed_in",
      person: { name: "Priya Raman", role: "collector" },
    });
    const read = await ask(office, "customers.read", cookie, { customerId: world.customerId });
    expect(read.status).toBe(200);
    expect(read.headers.get("cache-control")).toBe("no-store");

    await post(office, "session.signOut", undefined, { ...SAME_ORIGIN, cookie });
    expect((await ask(office, "customers.list", cookie, {})).status).toBe(401);
  });

  test("leads to setting up the authenticator app where the policy asks for it, and no further", async () => {
    const { office, email } = await withStaff({ totp: true });
    const signedIn = await post(office, "session.signIn", { email, password: PASSWORD });
    expect(await dataOf(signedIn)).toEqual({ next: "set_up_totp" });
    const cookie = cookieOf(signedIn);
    expect(await dataOf(await ask(office, "session.me", cookie))).toMatchObject({ state: "set_up_totp" });
    expect((await ask(office, "customers.list", cookie, {})).status).toBe(401);

    const begun = await dataOf<{ uri: string; backupCodes: string[] }>(
      await post(office, "session.beginTotp", { password: PASSWORD }, { ...SAME_ORIGIN, cookie }),
    );
    expect(begun.uri).toMatch(/^otpauth:\/\/totp\/Openitem/);
    expect(begun.backupCodes.length).toBeGreaterThan(5);
    const wrong = await post(office, "session.confirmTotp", { code: "000000" }, { ...SAME_ORIGIN, cookie });
    expect(wrong.status).toBe(422);
  });

  test("is tried ten times from one place: the one our proxy names, and nobody else's word for it", async () => {
    const { world, email } = await withStaff({ totp: false });
    const proxy = readTrustedProxies(ENV.incoming.socket.remoteAddress);
    const behindProxy = createApp({ ...servicesFor(slugOf(world)), trustedProxies: proxy }, WEB_FOLDER);
    const tryFrom = (office: Office, address: string) =>
      post(
        office,
        "session.signIn",
        { email, password: "not the right one" },
        { ...SAME_ORIGIN, "x-forwarded-for": `10.0.0.1, ${address}` },
      );
    for (let tries = 0; tries < 10; tries++)
      expect((await tryFrom(behindProxy, "198.51.100.1")).status).toBe(422);
    expect((await tryFrom(behindProxy, "198.51.100.1")).status).toBe(403);
    expect((await tryFrom(behindProxy, "198.51.100.2")).status).toBe(422);

    const alone = officeOf(world);
    const statuses: number[] = [];
    for (let tries = 0; tries < 11; tries++)
      statuses.push((await tryFrom(alone, `198.51.100.${100 + tries}`)).status);
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 422), 403]);
  });

  test("gives a member of another biller nothing here", async () => {
    const here = await withStaff({ totp: false });
    const there = await withStaff({ totp: false });
    const cookie = cookieOf(
      await post(there.office, "session.signIn", { email: there.email, password: PASSWORD }),
    );
    expect((await ask(there.office, "customers.list", cookie, {})).status).toBe(200);
    expect((await ask(here.office, "customers.list", cookie, {})).status).toBe(401);
  });
});

describe("a request that may change something", async () => {
  const { office, email } = await withStaff({ totp: false });
  const input = { email, password: PASSWORD };

  test.each([
    ["from another site", { ...SAME_ORIGIN, "sec-fetch-site": "cross-site", origin: "https://evil.test" }],
    [
      "from another site by its origin alone",
      { "content-type": "application/json", origin: "https://evil.test" },
    ],
    ["that lies about its site", { ...SAME_ORIGIN, origin: "https://evil.test" }],
    ["from a sibling of our site", { ...SAME_ORIGIN, "sec-fetch-site": "same-site" }],
    ["from an opaque origin", { "content-type": "application/json", origin: "null" }],
    ["that does not say where it is from", { "content-type": "application/json" }],
  ])("%s is refused before anything is looked at", async (_, headers) => {
    expect((await post(office, "session.signIn", input, headers)).status).toBe(403);
    expect((await send(office, "/nowhere", { method: "DELETE", headers })).status).toBe(403);
  });

  test("is let in by its origin where the browser says no more", async () => {
    const headers = { "content-type": "application/json", origin: PUBLIC_URL };
    expect((await post(office, "session.signIn", input, headers)).status).toBe(200);
  });

  test("has to be JSON", async () => {
    const body = new URLSearchParams({ email });
    const { origin } = SAME_ORIGIN;
    expect(
      (await send(office, "/trpc/session.signIn", { method: "POST", headers: { origin }, body })).status,
    ).toBe(415);
  });

  test("is not read beyond its limit", async () => {
    const body = superjson.stringify({ email, password: "x".repeat(200_000) });
    const headers = { ...SAME_ORIGIN, "content-length": String(body.length) };
    expect((await send(office, "/trpc/session.signIn", { method: "POST", headers, body })).status).toBe(413);
  });

  test("comes in batches of twenty at most", async () => {
    const paths = (count: number) => Array.from({ length: count }, () => "session.me").join(",");
    const batch = (count: number) =>
      send(office, `/trpc/${paths(count)}?batch=1&input=${encodeURIComponent("{}")}`, {});
    expect((await batch(20)).status).toBe(200);
    expect((await batch(21)).status).toBe(400);
  });
});

describe("an answer", () => {
  test("says of a refusal its sentence, its code and its facts, and keeps the stack to itself", async () => {
    const { office, email } = await withStaff({ totp: false });
    const cookie = cookieOf(await post(office, "session.signIn", { email, password: PASSWORD }));
    const response = await ask(office, "payments.read", cookie, { paymentId: newId() });
    expect(response.status).toBe(404);
    const { error } = (await response.json()) as { error: { json: { message: string; data: object } } };
    expect(error.json.message).toBe("We cannot find this payment on your account.");
    expect(error.json.data).toEqual({
      code: "NOT_FOUND",
      httpStatus: 404,
      refusal: { code: "payment.missing", facts: {} },
      faults: [],
    });
  });

  test("names the fields that cannot be read", async () => {
    const { office, email } = await withStaff({ totp: false });
    const cookie = cookieOf(await post(office, "session.signIn", { email, password: PASSWORD }));
    const response = await ask(office, "payments.read", cookie, { paymentId: "PAY-1" });
    expect(response.status).toBe(400);
    expect(await response.text()).toContain('"field":"paymentId"');
  });

  test("hides what broke behind a reference, and says that nothing was booked", async () => {
    const { world, email } = await withStaff({ totp: false });
    const services = servicesFor(slugOf(world));
    const broken = createApp(
      {
        ...services,
        books: { ...services.books, status: () => Promise.reject(new Error("password=hunter2")) },
      },
      WEB_FOLDER,
    );
    const cookie = cookieOf(await post(broken, "session.signIn", { email, password: PASSWORD }));
    const response = await ask(broken, "books.status", cookie);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).toContain("Something broke on our side. Nothing was booked. Reference ");
    expect(text).toContain(response.headers.get("x-request-id")!);
    expect(text).not.toContain("hunter2");
  });

  test("carries the content policy and its kin, whatever was asked", async () => {
    const office = officeOf(await newWorld());
    for (const path of ["/", "/healthz", "/trpc/session.me", "/assets/none.js"]) {
      const { headers } = await send(office, path);
      expect(headers.get("content-security-policy")).toBe(CONTENT_SECURITY_POLICY);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("strict-transport-security")).toBeNull();
    }
    expect(CONTENT_SECURITY_POLICY).not.toMatch(/unsafe|\*|https?:/);
  });
});

test("every address that is no file gets the web app's page, which is asked for each time; files are kept", async () => {
  const office = officeOf(await newWorld());
  const page = await send(office, "/customers/some-id/statement?asOf=2026-11-18");
  expect(page.headers.get("content-type")).toMatch(/^text\/html/);
  expect(page.headers.get("cache-control")).toBe("no-cache");
  expect(await page.text()).toContain("<title>Openitem</title>");
  const file = await send(office, "/assets/index-abc.js");
  expect(file.headers.get("content-type")).toMatch(/javascript/);
  expect(file.headers.get("cache-control")).toContain("immutable");
  expect((await send(office, "/assets/index-old.js")).status).toBe(404);
  expect((await send(office, "/assets/..%2f..%2fetc%2fpasswd")).status).toBe(404);
});

describe("the probes", () => {
  test("tell a process that is up from one that can serve", async () => {
    const office = officeOf(await newWorld());
    expect((await send(office, "/healthz")).status).toBe(200);
    expect((await send(office, "/readyz")).status).toBe(200);
    const unfounded = createApp(servicesFor("nobody"), WEB_FOLDER);
    expect((await send(unfounded, "/healthz")).status).toBe(200);
    expect((await send(unfounded, "/readyz")).status).toBe(503);
    expect((await send(unfounded, "/trpc/session.me")).status).toBe(503);
  });

  test("say so when the database is not there", async () => {
    const services = servicesFor(slugOf(await newWorld()));
    const office = createApp(
      { ...services, organization: () => Promise.reject(new Error("connect ECONNREFUSED")) },
      WEB_FOLDER,
    );
    const answer = await send(office, "/readyz");
    expect(answer.status).toBe(503);
    expect(await answer.text()).not.toContain("ECONNREFUSED");
  });

  test("say so when the newest migration has not run", async () => {
    const { ownerUrl, appUrl: elsewhere } = await freshDatabase();
    const [owner, own] = [
      connect(ownerUrl, { connectionsMax: 1 }),
      connect(elsewhere, { connectionsMax: 1 }),
    ];
    await owner.client`
      delete from migrations.__drizzle_migrations
      where created_at = (select max(created_at) from migrations.__drizzle_migrations)`;
    const office = createApp({ ...servicesFor(""), db: own.db }, WEB_FOLDER);
    const answer = await send(office, "/readyz");
    expect([answer.status, await answer.text()]).toEqual([503, "The newest migration has not run."]);
    await Promise.all([owner.close(), own.close()]);
  });

  test("say so when the database has gone since", async () => {
    const own = connect(appUrl, { connectionsMax: 1 });
    const office = createApp(
      composeServices({ ...servicesFor(""), db: own.db, organizationSlug: slugOf(await newWorld()) }),
      WEB_FOLDER,
    );
    expect((await send(office, "/readyz")).status).toBe(200);
    await own.close();
    expect((await send(office, "/healthz")).status).toBe(200);
    expect((await send(office, "/readyz")).status).toBe(503);
  });
});
