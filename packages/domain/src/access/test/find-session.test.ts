import { afterAll, expect, test } from "vitest";
import { close, db, newWorld } from "../../../test/world.ts";
import { findSession } from "../find-session.ts";
import { portalAuth } from "../portal-auth.ts";
import { signInContact, signOutContact } from "../sign-in-contact.ts";
import { browser, contactWithPassword, owner, PASSWORD, portal, SECRET } from "./sign-in-world.ts";

afterAll(async () => {
  await close();
  await owner.end();
});

async function signedIn(auth = portal) {
  const world = await newWorld();
  const { email, userId } = await contactWithPassword(world);
  const chrome = browser();
  const { setCookies } = await signInContact(world.worker, auth, chrome.visit, { email, password: PASSWORD });
  chrome.take(setCookies);
  const [[name, value]] = [...chrome.jar] as [[string, string]];
  return { world, userId, chrome, name, value };
}

/** The same keeper of sessions, who would say so if he were asked. */
const unasked = ({ $context }: typeof portal) => ({
  $context,
  api: {
    getSession: () => {
      throw new Error("The keeper of sessions was asked.");
    },
  },
});

test("a session in force is found by its cookie alone, behind HTTPS too", async () => {
  const { chrome, userId } = await signedIn();
  expect(await findSession(db, unasked(portal), chrome.visit.headers)).toMatchObject({
    userId,
    setCookies: [],
  });
  const settings = { db, secret: SECRET, baseUrl: "https://pay.example.com", secureCookies: true };
  const secure = portalAuth(settings);
  const there = await signedIn(secure);
  expect(await findSession(db, unasked(secure), there.chrome.visit.headers)).toMatchObject({
    userId: there.userId,
  });
});

test("ending a session counts at the next request, whoever ends it", async () => {
  const first = await signedIn();
  await signOutContact(first.world.worker, portal, first.chrome.visit);
  expect(await findSession(db, portal, first.chrome.visit.headers)).toBeNull();
  const second = await signedIn();
  expect(await findSession(db, portal, second.chrome.visit.headers)).not.toBeNull();
  await owner`delete from auth.portal_sessions where user_id = ${second.userId}`;
  expect(await findSession(db, portal, second.chrome.visit.headers)).toBeNull();
});

test("a session that has run out is none, and one that is a day old is prolonged", async () => {
  const { chrome, userId } = await signedIn();
  await owner`update auth.portal_sessions set expires_at = now() + interval '5 days 23 hours' where user_id = ${userId}`;
  expect((await findSession(db, portal, chrome.visit.headers))?.setCookies).not.toHaveLength(0);
  const [row] =
    await owner`select expires_at > now() + interval '6 days 23 hours' as prolonged from auth.portal_sessions where user_id = ${userId}`;
  expect(row?.prolonged).toBe(true);
  await owner`update auth.portal_sessions set expires_at = now() - interval '1 second' where user_id = ${userId}`;
  expect(await findSession(db, portal, chrome.visit.headers)).toBeNull();
});

test("a cookie that is not signed by us, changed, moved or written wrongly is none", async () => {
  const { name, value } = await signedIn();
  const asked = (cookie: string) => findSession(db, portal, new Headers({ cookie }));
  const [token = "", signature = ""] = decodeURIComponent(value).split(".");
  expect(await asked(`${name}=${value}`)).not.toBeNull();
  const other = await signedIn();
  const [otherToken] = decodeURIComponent(other.value).split(".");
  for (const forged of [
    token,
    `${token}.`,
    `${token}.${"A".repeat(43)}=`,
    `${otherToken}.${signature}`,
    `${token}x.${signature}`,
    `${token}.${signature.slice(0, -2)}`,
    "%E0%A4%A",
    "",
  ])
    expect(await asked(`${name}=${encodeURIComponent(forged)}`)).toBeNull();
  expect(await asked(`${name}=%E0%A4%A`)).toBeNull();
  expect(await asked(`x${name}=${value}`)).toBeNull();
  expect(await asked(`openitem_staff.session_token=${value}`)).toBeNull();
});
