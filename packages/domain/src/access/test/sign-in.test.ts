import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close, db, NOON, newWorld } from "../../../test/world.ts";
import { changeAccess } from "../change-access.ts";
import { giveSignIn } from "../give-sign-in.ts";
import { portalAuth } from "../portal-auth.ts";
import { readContactActor } from "../read-contact-actor.ts";
import { readSession } from "../read-session.ts";
import { signInContact, signOutContact } from "../sign-in-contact.ts";
import { staffAuth } from "../staff-auth.ts";
import {
  address,
  auditOf,
  browser,
  contactWithPassword,
  office,
  owner,
  PASSWORD,
  portal,
  SECRET,
} from "./sign-in-world.ts";

afterAll(async () => {
  await close();
  await owner.end();
});

test("a contact signs in, is known by his cookie, and signs out; the trail tells, without the password", async () => {
  const world = await newWorld();
  const { email, contactId, userId } = await contactWithPassword(world);
  const chrome = browser("192.0.2.7");
  const answer = await signInContact(world.worker, portal, chrome.visit, {
    email: ` ${email.toUpperCase()} `,
    password: PASSWORD,
  });
  expect(answer.contactId).toBe(contactId);
  chrome.take(answer.setCookies);
  const session = await readSession(portal, chrome.visit.headers);
  expect(session).toMatchObject({ userId, setCookies: [] });
  const [row] = await owner`select ip_address, expires_at - created_at > interval '6 days 23 hours' as week
    from auth.portal_sessions where user_id = ${userId}`;
  expect(row).toEqual({ ip_address: "192.0.2.7", week: true });
  const { setCookies } = await signOutContact(world.worker, portal, chrome.visit);
  const copy = chrome.visit.headers;
  chrome.take(setCookies);
  expect(chrome.jar.size).toBe(0);
  expect(await readSession(portal, copy)).toBeNull();
  for (const action of ["sign_in.done", "sign_out.done"])
    expect(await auditOf(world.organizationId, action)).toMatchObject([
      { subject_id: contactId, actor: `contact:${contactId}`, data: { from: "192.0.2.7" } },
    ]);
  const trail =
    await owner`select data::text as text from audit_records where organization_id = ${world.organizationId}`;
  expect(trail.map((each) => each.text).join()).not.toContain(PASSWORD);
});

test("a session is prolonged while it is used, and the answer says so", async () => {
  const world = await newWorld();
  const { email, userId } = await contactWithPassword(world);
  const chrome = browser();
  chrome.take(
    (await signInContact(world.worker, portal, chrome.visit, { email, password: PASSWORD })).setCookies,
  );
  await owner`update auth.portal_sessions set expires_at = now() + interval '2 days' where user_id = ${userId}`;
  expect((await readSession(portal, chrome.visit.headers))?.setCookies).not.toHaveLength(0);
  const [row] =
    await owner`select expires_at > now() + interval '6 days' as prolonged from auth.portal_sessions where user_id = ${userId}`;
  expect(row?.prolonged).toBe(true);
  await owner`update auth.portal_sessions set expires_at = now() - interval '1 second' where user_id = ${userId}`;
  expect(await readSession(portal, chrome.visit.headers)).toBeNull();
});

test("cookies are HttpOnly and Lax, behind HTTPS also Secure and __Host-; contacts and staff have different ones", async () => {
  const world = await newWorld();
  const { email } = await contactWithPassword(world);
  const credentials = { email, password: PASSWORD };
  const plain = await signInContact(world.worker, portal, browser().visit, credentials);
  expect(plain.setCookies[0]).toMatch(/^openitem_portal\.session_token=.*HttpOnly/);
  expect(plain.setCookies[0]).toMatch(/SameSite=Lax/);
  expect(plain.setCookies[0]).not.toMatch(/Secure|Domain/);
  const settings = { db, secret: SECRET, baseUrl: "https://pay.example.com", secureCookies: true };
  const secure = portalAuth(settings);
  const chrome = browser();
  const { setCookies } = await signInContact(world.worker, secure, chrome.visit, credentials);
  expect(setCookies[0]).toMatch(/^__Host-openitem_portal\.session_token=/);
  for (const attribute of [/HttpOnly/, /SameSite=Lax/, /Secure/, /Path=\/(;|$)/])
    expect(setCookies[0]).toMatch(attribute);
  expect(setCookies[0]).not.toMatch(/Domain/);
  chrome.take(setCookies);
  expect(await readSession(secure, chrome.visit.headers)).not.toBeNull();
  expect(await readSession(staffAuth(settings), chrome.visit.headers)).toBeNull();
  const [[, value]] = [...chrome.jar] as [[string, string]];
  const moved = new Headers({ cookie: `openitem_staff.session_token=${value}` });
  expect(await readSession(office, moved)).toBeNull();
});

test("an unknown address, a wrong password, no address and an endless password all get the same answer", async () => {
  const world = await newWorld();
  const { email, contactId } = await contactWithPassword(world);
  const pairs = [
    { email, password: "wrong password here" },
    { email: address(), password: PASSWORD },
    { email: "not an address", password: PASSWORD },
    { email, password: "x".repeat(5_000) },
    { email, password: "" },
  ];
  const answers = await Promise.all(
    pairs.map((pair) =>
      signInContact(world.worker, portal, browser().visit, pair).catch(({ kind, code, message }) => ({
        kind,
        code,
        message,
      })),
    ),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(answers[0]).toMatchObject({ kind: "invalid", code: "sign_in.wrong" });
  const refused = await auditOf(world.organizationId, "sign_in.refused");
  expect(refused.filter((each) => each.subject_id === contactId).length).toBeGreaterThanOrEqual(1);
  expect(
    refused.filter((each) => each.subject_kind === "organization").map((each) => each.data.reason),
  ).toContain("unknown");
  expect(JSON.stringify(refused)).not.toContain("wrong password here");
});

test("wrong passwords lock an address out, also in another process, and for others of its kind not", async () => {
  const world = await newWorld();
  const { email, contactId } = await contactWithPassword(world);
  const colleague = await contactWithPassword(world);
  const from = browser("198.51.100.9");
  const wrong = () =>
    signInContact(world.worker, portal, from.visit, { email, password: "wrong password here" }).catch(
      (error) => error.code,
    );
  const codes = await Promise.all(Array.from({ length: 12 }, wrong));
  expect(codes.filter((code) => code === "sign_in.wrong")).toHaveLength(10);
  expect(codes.filter((code) => code === "sign_in.too_many")).toHaveLength(2);
  const rows = await owner`select max(count) as count from auth.portal_rate_limits`;
  expect(rows[0]?.count).toBeGreaterThanOrEqual(12);
  const another = portalAuth({ db, secret: SECRET, baseUrl: "http://localhost:3000", secureCookies: false });
  const right = { email, password: PASSWORD };
  await expect(signInContact(world.worker, another, from.visit, right)).rejects.toMatchObject({
    code: "sign_in.too_many",
    facts: { minutes: 15 },
  });
  await signInContact(world.worker, portal, from.visit, { email: colleague.email, password: PASSWORD });
  const quarterLater = world.at(new Date(NOON.getTime() + 15 * 60_000));
  await signInContact(quarterLater, portal, from.visit, right);
  const reasons = (await auditOf(world.organizationId, "sign_in.refused"))
    .filter((each) => each.subject_id === contactId)
    .map((each) => each.data.reason);
  expect(reasons.filter((reason) => reason === "too_many")).toHaveLength(3);
});

test("all addresses of an IPv6 /64 are one place, and an IPv4 address is one however it is written", async () => {
  const world = await newWorld();
  const wrongFrom = (email: string) => (from: string) =>
    signInContact(world.worker, portal, browser(from).visit, {
      email,
      password: "wrong password here",
    }).catch((error) => error.code);
  const places = [
    {
      own: (each: number) => `2001:db8:7:1:${each.toString(16)}::${each}`,
      sameSpeltOtherwise: "2001:0DB8:0007:0001:ffff:ffff:ffff:ffff",
      neighbour: "2001:db8:7:2::1",
    },
    { own: () => "::ffff:198.51.100.77", sameSpeltOtherwise: "198.51.100.77", neighbour: "198.51.100.78" },
  ];
  for (const { own, sameSpeltOtherwise, neighbour } of places) {
    const tryFrom = wrongFrom((await contactWithPassword(world)).email);
    for (let each = 1; each <= 10; each++) expect(await tryFrom(own(each))).toBe("sign_in.wrong");
    expect(await tryFrom(sameSpeltOtherwise)).toBe("sign_in.too_many");
    expect(await tryFrom(neighbour)).toBe("sign_in.wrong");
  }
  const trail = await auditOf(world.organizationId, "sign_in.refused");
  expect(trail.map((each) => each.data.from)).toContain("2001:db8:7:1:a::10");
});

test("right passwords are never counted against anyone", async () => {
  const world = await newWorld();
  const { email } = await contactWithPassword(world);
  const from = browser();
  for (let times = 0; times < 12; times++)
    await signInContact(world.worker, portal, from.visit, { email, password: PASSWORD });
});

test("signing in again in one browser ends the session before", async () => {
  const world = await newWorld();
  const { email } = await contactWithPassword(world);
  const chrome = browser();
  const pair = { email, password: PASSWORD };
  chrome.take((await signInContact(world.worker, portal, chrome.visit, pair)).setCookies);
  const old = chrome.visit.headers;
  chrome.take((await signInContact(world.worker, portal, chrome.visit, pair)).setCookies);
  expect(await readSession(portal, old)).toBeNull();
  expect(await readSession(portal, chrome.visit.headers)).not.toBeNull();
});

test("a password for one biller opens nothing at another", async () => {
  const [here, there] = [await newWorld(), await newWorld()];
  const { email, userId } = await contactWithPassword(there);
  await expect(
    signInContact(here.worker, portal, browser().visit, { email, password: PASSWORD }),
  ).rejects.toMatchObject({ code: "sign_in.no_access" });
  expect(await owner`select id from auth.portal_sessions where user_id = ${userId}`).toHaveLength(0);
  expect(await readContactActor(db, here.organizationId, userId)).toBeNull();
});

test("with his last account a contact is signed out everywhere and cannot come back", async () => {
  const world = await newWorld();
  const { email, contactId } = await contactWithPassword(world);
  const chrome = browser();
  chrome.take(
    (await signInContact(world.worker, portal, chrome.visit, { email, password: PASSWORD })).setCookies,
  );
  await changeAccess(world.worker, { key: newId(), contactId, customerId: world.customerId, role: null });
  expect(await readSession(portal, chrome.visit.headers)).toBeNull();
  await expect(
    signInContact(world.worker, portal, browser().visit, { email, password: PASSWORD }),
  ).rejects.toMatchObject({ code: "sign_in.no_access" });
});

test("nothing of better-auth's own can be reached over HTTP: no sign-up, no reset, no redirect", async () => {
  const posts = ["/sign-up/email", "/sign-in/email", "/request-password-reset", "/sign-out", "/change-email"];
  for (const path of posts) {
    const request = new Request(`http://localhost:3000/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: "http://localhost:3000" },
      body: JSON.stringify({
        email: address(),
        password: PASSWORD,
        newEmail: address(),
        name: "x",
        callbackURL: "https://evil.example",
      }),
    });
    const answer = await portal.handler(request);
    expect([path, answer.status]).toEqual([path, 404]);
  }
  const get = await portal.handler(
    new Request("http://localhost:3000/auth/verify-email?token=x&callbackURL=//evil.example"),
  );
  expect(get.headers.get("location")).toBeNull();
  expect(get.status).toBe(404);
  await expect(
    portal.api.signUpEmail({ body: { email: address(), password: PASSWORD, name: "x" } }),
  ).rejects.toThrow(/sign up is not enabled/i);
});

test("a sign-in given by the operator replaces the password and ends sessions; nobody else may give one", async () => {
  const world = await newWorld();
  const { email, contactId } = await contactWithPassword(world);
  const chrome = browser();
  chrome.take(
    (await signInContact(world.worker, portal, chrome.visit, { email, password: PASSWORD })).setCookies,
  );
  const again = { contactId, password: "another long password" };
  await Promise.all([giveSignIn(world.worker, portal, again), giveSignIn(world.worker, portal, again)]);
  expect(await readSession(portal, chrome.visit.headers)).toBeNull();
  await signInContact(world.worker, portal, browser().visit, { email, password: again.password });
  await expect(giveSignIn(world.staff("admin"), portal, again)).rejects.toMatchObject({
    code: "contact.give_sign_in.forbidden",
  });
  await expect(giveSignIn(world.worker, portal, { ...again, contactId: newId() })).rejects.toMatchObject({
    code: "contact.missing",
  });
});
