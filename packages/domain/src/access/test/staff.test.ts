import { newId } from "@openitem/db/ids";
import { afterAll, expect, test, vi } from "vitest";
import { close, db, newWorld, type World } from "../../../test/world.ts";
import { changePolicy } from "../../policies/change-policy.ts";
import { createStaff } from "../create-staff.ts";
import { endStaff } from "../end-staff.ts";
import { readSession } from "../read-session.ts";
import { readStaffActor, readStaffSignIn } from "../read-staff-actor.ts";
import { beginTotp, confirmTotp } from "../set-up-totp.ts";
import { signInStaff, signOutStaff, verifyStaffCode } from "../sign-in-staff.ts";
import { address, auditOf, browser, office, owner, PASSWORD, totp } from "./sign-in-world.ts";

afterAll(async () => {
  await close();
  await owner.end();
});

async function person(world: World, over: Partial<Parameters<typeof createStaff>[2]> = {}) {
  const email = address("priya");
  const input = {
    id: newId(),
    email,
    name: "Priya Raman",
    role: "finance" as const,
    password: PASSWORD,
    ...over,
  };
  const { staffId } = await createStaff(world.worker, office, input);
  return { staffId, email, input };
}

async function liftTotp(world: World) {
  await changePolicy(world.worker, {
    key: newId(),
    kind: "sign_in",
    basedOn: 0,
    rules: { staffTotpRequired: false },
    reason: "A demonstration",
  });
}

/** A person with TOTP set up in a browser of his own; his app shows codes for `uri`. */
async function personWithTotp(world: World) {
  const { staffId, email } = await person(world);
  const chrome = browser();
  chrome.take(
    (await signInStaff(world.worker, office, chrome.visit, { email, password: PASSWORD })).setCookies,
  );
  const { uri, backupCodes } = await beginTotp(world.worker, office, chrome.visit, { password: PASSWORD });
  const confirmedWith = totp(uri);
  const { setCookies } = await confirmTotp(world.worker, office, chrome.visit, { code: confirmedWith });
  chrome.take(setCookies);
  return { staffId, email, chrome, uri, backupCodes, confirmedWith };
}

/** The password step in a new browser, up to the question for a code. */
async function challenged(world: World, email: string) {
  const chrome = browser();
  const step = await signInStaff(world.worker, office, chrome.visit, { email, password: PASSWORD });
  expect(step.next).toBe("code");
  chrome.take(step.setCookies);
  const answer = (code: string, kind: "totp" | "backup" = "totp") =>
    verifyStaffCode(world.worker, office, chrome.visit, { code, kind });
  return { chrome, answer };
}

test("a person is taken on once, however often and at once it is asked", async () => {
  const world = await newWorld();
  const { input, staffId } = await person(world);
  const again = await Promise.all([1, 2].map(() => createStaff(world.worker, office, input)));
  expect(again).toEqual([{ staffId }, { staffId }]);
  expect(await auditOf(world.organizationId, "staff.created")).toHaveLength(1);
  // A password is no part of what a command is recognised by: nothing derived from it is kept with the command.
  expect(await createStaff(world.worker, office, { ...input, password: "another long password" })).toEqual({
    staffId,
  });
  const kept = await owner`select result::text, fingerprint from commands where key = ${staffId}`;
  expect(JSON.stringify(kept)).not.toContain(PASSWORD);
  await expect(createStaff(world.worker, office, { ...input, id: newId() })).rejects.toMatchObject({
    code: "staff.address_taken",
  });
  await expect(createStaff(world.staff("manager"), office, { ...input, id: newId() })).rejects.toMatchObject({
    code: "staff.manage.forbidden",
  });
});

test("whoever works at another biller is taken on only with the password he has there", async () => {
  const [here, there] = [await newWorld(), await newWorld()];
  const { email, input } = await person(there);
  const take = (password: string) =>
    createStaff(here.staff("admin"), office, { ...input, id: newId(), email, password });
  await expect(take("not his password at all")).rejects.toMatchObject({ code: "staff.address_taken" });
  expect(await owner`select id from staff where organization_id = ${here.organizationId}`).toHaveLength(0);
  await take(PASSWORD);
  expect(await owner`select id from auth.staff_users where email = ${email}`).toHaveLength(1);
});

test("where the policy lifts TOTP a password is enough", async () => {
  const world = await newWorld();
  await liftTotp(world);
  const { email, staffId } = await person(world);
  const chrome = browser();
  const step = await signInStaff(world.worker, office, chrome.visit, { email, password: PASSWORD });
  expect(step.next).toBe("home");
  chrome.take(step.setCookies);
  const session = await readSession(office, chrome.visit.headers);
  expect(await readStaffActor(db, world.organizationId, session!.userId)).toEqual({
    kind: "staff",
    staffId,
    name: "Priya Raman",
    role: "finance",
    email,
    locale: "en",
    totpRequired: false,
    totpEnabled: false,
  });
  chrome.take((await signOutStaff(world.worker, office, chrome.visit)).setCookies);
  expect(chrome.jar.size).toBe(0);
  for (const action of ["sign_in.done", "sign_out.done"])
    expect(await auditOf(world.organizationId, action)).toMatchObject([{ subject_id: staffId }]);
});

test("where the policy asks for TOTP, whoever has none can set it up and do nothing else", async () => {
  const world = await newWorld();
  const { email, staffId } = await person(world);
  const [chrome, second] = [browser(), browser()];
  const pair = { email, password: PASSWORD };
  const step = await signInStaff(world.worker, office, chrome.visit, pair);
  expect(step.next).toBe("set_up_totp");
  chrome.take(step.setCookies);
  second.take((await signInStaff(world.worker, office, second.visit, pair)).setCookies);
  const { userId } = (await readSession(office, chrome.visit.headers))!;
  expect(await readStaffActor(db, world.organizationId, userId)).toBeNull();
  expect(await readStaffSignIn(db, world.organizationId, userId)).toMatchObject({
    totpRequired: true,
    totpEnabled: false,
  });

  const code = "000000";
  await expect(confirmTotp(world.worker, office, chrome.visit, { code })).rejects.toMatchObject({
    code: "totp.not_begun",
  });
  await expect(
    beginTotp(world.worker, office, chrome.visit, { password: "not his password at all" }),
  ).rejects.toMatchObject({ code: "totp.password" });
  await expect(
    beginTotp(world.worker, office, browser().visit, { password: PASSWORD }),
  ).rejects.toMatchObject({
    code: "sign_in.no_access",
  });
  const { uri, backupCodes } = await beginTotp(world.worker, office, chrome.visit, { password: PASSWORD });
  expect(uri).toMatch(/^otpauth:\/\/totp\/Openitem:/);
  expect(backupCodes).toHaveLength(10);
  const wrong = totp(uri, 500);
  await expect(confirmTotp(world.worker, office, chrome.visit, { code: wrong })).rejects.toMatchObject({
    code: "sign_in.code",
  });
  expect(await readStaffActor(db, world.organizationId, userId)).toBeNull();

  const { setCookies } = await confirmTotp(world.worker, office, chrome.visit, { code: totp(uri) });
  const old = chrome.visit.headers;
  chrome.take(setCookies);
  expect(await readStaffActor(db, world.organizationId, userId)).toMatchObject({
    staffId,
    totpEnabled: true,
  });
  expect(await readSession(office, chrome.visit.headers)).toMatchObject({ userId });
  expect(await readSession(office, old)).toBeNull();
  expect(await readSession(office, second.visit.headers)).toBeNull();
  await expect(beginTotp(world.worker, office, chrome.visit, { password: PASSWORD })).rejects.toMatchObject({
    code: "totp.enabled",
  });
  await expect(confirmTotp(world.worker, office, chrome.visit, { code: totp(uri, 1) })).rejects.toMatchObject(
    {
      code: "totp.enabled",
    },
  );
  const [row] =
    await owner`select secret, backup_codes from auth.staff_two_factors where user_id = ${userId}`;
  expect(row?.backup_codes).not.toContain(backupCodes[0]);
});

test("with TOTP a password alone gives no session; a code does, and once", async () => {
  const world = await newWorld();
  const { email, uri, staffId, confirmedWith } = await personWithTotp(world);
  const { chrome, answer } = await challenged(world, email);
  expect(await readSession(office, chrome.visit.headers)).toBeNull();
  // The code by which it was confirmed is used up; the app shows another half a minute later.
  await expect(answer(confirmedWith)).rejects.toMatchObject({ code: "sign_in.code" });
  const code = totp(uri, 1);
  const step = await answer(`${code.slice(0, 3)} ${code.slice(3)}`);
  expect(step.next).toBe("home");
  chrome.take(step.setCookies);
  expect(await readSession(office, chrome.visit.headers)).not.toBeNull();
  const next = await challenged(world, email);
  await expect(next.answer(code)).rejects.toMatchObject({ code: "sign_in.code" });
  expect(await auditOf(world.organizationId, "sign_in.challenged")).toHaveLength(2);
  const refused = await auditOf(world.organizationId, "sign_in.refused");
  expect(refused.map((each) => [each.subject_id, each.data.reason])).toEqual([
    [staffId, "code"],
    [staffId, "code"],
  ]);
});

test("one code sent twice at once signs in once", async () => {
  const world = await newWorld();
  const { email, uri } = await personWithTotp(world);
  const [one, two] = [await challenged(world, email), await challenged(world, email)];
  const code = totp(uri, 1);
  const outcomes = await Promise.allSettled([one.answer(code), two.answer(code)]);
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
});

test("a backup code signs in once", async () => {
  const world = await newWorld();
  const { email, backupCodes } = await personWithTotp(world);
  const first = await challenged(world, email);
  expect((await first.answer(backupCodes[3]!, "backup")).next).toBe("home");
  const second = await challenged(world, email);
  await expect(second.answer(backupCodes[3]!, "backup")).rejects.toMatchObject({ code: "sign_in.code" });
  expect((await second.answer(backupCodes[4]!, "backup")).next).toBe("home");
});

test("a challenge takes five wrong codes; ten lock the second step, in the database and for right codes too", async () => {
  const world = await newWorld();
  const { email, uri, backupCodes } = await personWithTotp(world);
  for (let round = 0; round < 2; round++) {
    const { answer } = await challenged(world, email);
    for (let each = 0; each < 5; each++)
      await expect(answer(totp(uri, 100 + round * 10 + each))).rejects.toMatchObject({
        code: "sign_in.code",
      });
    if (round === 0) await expect(answer(totp(uri, 99))).rejects.toMatchObject({ code: "sign_in.late" });
  }
  const [row] = await owner`select locked_until > now() as locked from auth.staff_two_factors
    where user_id = (select id from auth.staff_users where email = ${email})`;
  expect(row?.locked).toBe(true);
  const { answer } = await challenged(world, email);
  await expect(answer(totp(uri, 1))).rejects.toMatchObject({
    code: "sign_in.locked",
    facts: { minutes: 15 },
  });
  await expect(answer(backupCodes[0]!, "backup")).rejects.toMatchObject({ code: "sign_in.locked" });
});

test("a code without a challenge, or after it has run out, is late", async () => {
  const world = await newWorld();
  const { email, uri, chrome: signedIn } = await personWithTotp(world);
  const code = totp(uri, 1);
  // A session does not stand in for a challenge.
  for (const visit of [browser().visit, signedIn.visit])
    await expect(verifyStaffCode(world.worker, office, visit, { code, kind: "totp" })).rejects.toMatchObject({
      code: "sign_in.late",
    });
  const { answer } = await challenged(world, email);
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() + 11 * 60_000 });
  await expect(answer(totp(uri)).finally(() => vi.useRealTimers())).rejects.toMatchObject({
    code: "sign_in.late",
  });
});

test("a session beside a challenge does not make wrong codes free", async () => {
  const world = await newWorld();
  const { email, uri, chrome: signedIn } = await personWithTotp(world);
  const { chrome } = await challenged(world, email);
  for (const [name, value] of signedIn.jar) chrome.jar.set(name, value);
  const answer = (code: string) =>
    verifyStaffCode(world.worker, office, chrome.visit, { code, kind: "totp" });
  for (let each = 0; each < 5; each++)
    await expect(answer(totp(uri, 100 + each))).rejects.toMatchObject({ code: "sign_in.code" });
  await expect(answer(totp(uri, 1))).rejects.toMatchObject({ code: "sign_in.late" });
});

test("a forged challenge cookie is late, whoever's challenge it names", async () => {
  const world = await newWorld();
  const { email, uri } = await personWithTotp(world);
  const { chrome } = await challenged(world, email);
  const [name, value] = [...chrome.jar].find(([each]) => each.endsWith("two_factor"))!;
  const identifier = decodeURIComponent(value).split(".")[0];
  const forged = new Headers({ cookie: `${name}=${encodeURIComponent(`${identifier}.${"A".repeat(43)}=`)}` });
  await expect(
    verifyStaffCode(
      world.worker,
      office,
      { headers: forged, address: null },
      { code: totp(uri, 1), kind: "totp" },
    ),
  ).rejects.toMatchObject({ code: "sign_in.late" });
});

test("a wrong password or an unknown address gets the same answer, and eleven lock the address", async () => {
  const world = await newWorld();
  const { email, staffId } = await person(world);
  const from = browser();
  const answer = (pair: { email: string; password: string }) =>
    signInStaff(world.worker, office, from.visit, pair).catch(({ kind, code, message }) => ({
      kind,
      code,
      message,
    }));
  const wrong = await answer({ email, password: "wrong password here" });
  expect(wrong).toMatchObject({ code: "sign_in.wrong" });
  expect(await answer({ email: address(), password: PASSWORD })).toEqual(wrong);
  for (let each = 0; each < 9; each++) await answer({ email, password: "wrong password here" });
  expect(await answer({ email, password: PASSWORD })).toMatchObject({ code: "sign_in.too_many" });
  const refused = await auditOf(world.organizationId, "sign_in.refused");
  expect(refused.filter((each) => each.subject_id === staffId)).toHaveLength(11);
});

test("somebody who has left is signed out at once and cannot come back, by password or by code", async () => {
  const world = await newWorld();
  const { staffId, email, chrome, uri } = await personWithTotp(world);
  const { userId } = (await readSession(office, chrome.visit.headers))!;
  const { answer } = await challenged(world, email);
  const admin = world.staff("admin");
  await Promise.all([endStaff(admin, { staffId }), endStaff(admin, { staffId })]);
  expect(await auditOf(world.organizationId, "staff.ended")).toHaveLength(1);
  expect(await readSession(office, chrome.visit.headers)).toBeNull();
  expect(await readStaffActor(db, world.organizationId, userId)).toBeNull();
  await expect(answer(totp(uri, 1))).rejects.toMatchObject({ code: "sign_in.no_access" });
  await expect(
    signInStaff(world.worker, office, browser().visit, { email, password: PASSWORD }),
  ).rejects.toMatchObject({ code: "sign_in.no_access" });
  await expect(endStaff(world.staff("manager"), { staffId })).rejects.toMatchObject({
    code: "staff.manage.forbidden",
  });
  await expect(endStaff(admin, { staffId: newId() })).rejects.toMatchObject({ code: "staff.missing" });
  const own = admin.actor.kind === "staff" ? admin.actor.staffId : "";
  await expect(endStaff(admin, { staffId: own })).rejects.toMatchObject({ code: "staff.own" });
});

test("a person of one biller gets no session at another", async () => {
  const [here, there] = [await newWorld(), await newWorld()];
  await liftTotp(here);
  const { email } = await person(there);
  await expect(
    signInStaff(here.worker, office, browser().visit, { email, password: PASSWORD }),
  ).rejects.toMatchObject({ code: "sign_in.no_access" });
  expect(
    await owner`select s.id from auth.staff_sessions s join auth.staff_users u on u.id = s.user_id where u.email = ${email}`,
  ).toHaveLength(0);
});
