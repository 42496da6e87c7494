import { newId } from "@openitem/db/ids";
import { afterAll, expect, test, vi } from "vitest";
import { close, NOON, newWorld } from "../../../test/world.ts";
import { acceptInvitation } from "../accept-invitation.ts";
import { changeAccess } from "../change-access.ts";
import { giveSignIn } from "../give-sign-in.ts";
import { tokenHash } from "../invitation.ts";
import { inviteContact } from "../invite-contact.ts";
import { readInvitation } from "../read-invitation.ts";
import { revokeInvitation } from "../revoke-invitation.ts";
import { signInContact } from "../sign-in-contact.ts";
import {
  address,
  auditOf,
  browser,
  contactWithPassword,
  invited,
  inviting,
  owner,
  PASSWORD,
  portal,
} from "./sign-in-world.ts";

afterAll(async () => {
  await close();
  await owner.end();
});

const DAY_MS = 86_400_000;
const later = (days: number, ms = 0) => new Date(NOON.getTime() + days * DAY_MS + ms);

test("a person is invited: contact, role, link and mail come together, and the table cannot make the link", async () => {
  const world = await newWorld();
  const { contactId, invitationId, token, email } = await invited(world, { email: " Dana.W@Example.com " });
  expect(email).toBe(" Dana.W@Example.com ");
  const [contact] = await owner`select email, user_id from contacts where id = ${contactId}`;
  expect(contact).toEqual({ email: "dana.w@example.com", user_id: null });
  const [row] =
    await owner`select token_hash, expires_at, invited_by from invitations where id = ${invitationId}`;
  expect(row).toEqual({ token_hash: tokenHash(token), expires_at: later(14), invited_by: "worker:test" });
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
  const mails =
    await owner`select payload from outbox where organization_id = ${world.organizationId} and kind = 'invitation.mail'`;
  expect(mails.map((mail) => mail.payload)).toEqual([{ invitationId }]);
  expect(await auditOf(world.organizationId, "contact.invited")).toHaveLength(1);
});

test("the same invitation sent twice, or at once, is one", async () => {
  const world = await newWorld();
  const input = {
    id: newId(),
    email: address(),
    name: "Dana",
    customerId: world.customerId,
    role: "payer" as const,
  };
  const all = await Promise.all([1, 2, 3].map(() => inviteContact(inviting(world.worker), input)));
  expect(new Set(all.map((one) => one.invitationId)).size).toBe(1);
  expect(await auditOf(world.organizationId, "contact.invited")).toHaveLength(1);
  await expect(inviteContact(inviting(world.worker), { ...input, role: "admin" })).rejects.toMatchObject({
    code: "command.reused",
  });
});

test("two colleagues invite one new person at once: one contact, one open link", async () => {
  const world = await newWorld();
  const email = address();
  const other = await world.customer();
  const both = await Promise.all(
    [world.customerId, other].map((customerId) =>
      inviteContact(inviting(world.worker), { id: newId(), email, name: "Dana", customerId, role: "viewer" }),
    ),
  );
  expect(both[0]!.contactId).toBe(both[1]!.contactId);
  const open =
    await owner`select id from invitations where contact_id = ${both[0]!.contactId} and revoked_at is null`;
  expect(open).toHaveLength(1);
});

test("inviting again revokes the link before", async () => {
  const world = await newWorld();
  const first = await invited(world);
  const second = await invited(world, { email: first.email });
  expect(second.contactId).toBe(first.contactId);
  expect(await readInvitation(world.worker, first.token)).toEqual({
    state: "revoked",
    organizationName: "Parlance",
  });
  expect(await readInvitation(world.worker, second.token)).toMatchObject({
    state: "open",
    email: first.email,
  });
  await expect(
    acceptInvitation(world.worker, portal, { token: first.token, password: PASSWORD }),
  ).rejects.toMatchObject({ code: "invitation.revoked" });
});

test("an accepted link signs in, and works once", async () => {
  const world = await newWorld();
  const { token, email, contactId } = await invited(world);
  expect(await acceptInvitation(world.worker, portal, { token, password: PASSWORD })).toEqual({
    contactId,
    email,
  });
  const { setCookies } = await signInContact(world.worker, portal, browser().visit, {
    email,
    password: PASSWORD,
  });
  expect(setCookies).not.toHaveLength(0);
  await expect(
    acceptInvitation(world.worker, portal, { token, password: "another long password" }),
  ).rejects.toMatchObject({ code: "invitation.accepted" });
  await expect(
    signInContact(world.worker, portal, browser().visit, { email, password: "another long password" }),
  ).rejects.toMatchObject({ code: "sign_in.wrong" });
  expect(await auditOf(world.organizationId, "invitation.accepted")).toMatchObject([
    { subject_id: contactId, actor: `contact:${contactId}`, actor_name: "Dana Whitfield" },
  ]);
});

test("a link accepted many times at once sets one password, the one whose sender was told so", async () => {
  const world = await newWorld();
  const { token, email, contactId } = await invited(world);
  const passwords = [1, 2, 3, 4, 5, 6].map((each) => `long password number ${each}`);
  // All are held up at the same place before the first may go on.
  const held = await owner.begin(async (tx) => {
    await tx`select id from contacts where id = ${contactId} for update`;
    const all = Promise.allSettled(
      passwords.map((password) => acceptInvitation(world.worker, portal, { token, password })),
    );
    await vi.waitFor(
      async () => {
        const [row] = await owner`select count(*)::int as waiting from pg_locks where not granted`;
        expect(row?.waiting).toBeGreaterThanOrEqual(passwords.length);
      },
      { timeout: 30_000 },
    );
    return { all };
  });
  const ended = await held.all;
  const won = ended.findIndex((outcome) => outcome.status === "fulfilled");
  expect(ended.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
  for (const outcome of ended)
    if (outcome.status === "rejected") expect(outcome.reason).toMatchObject({ code: "invitation.accepted" });
  await signInContact(world.worker, portal, browser().visit, { email, password: passwords[won]! });
  expect(await owner`select id from auth.portal_users where email = ${email}`).toHaveLength(1);
  expect(await auditOf(world.organizationId, "invitation.accepted")).toHaveLength(1);
});

test("a password of 11 or 129 characters is not taken, and the link stays open", async () => {
  const world = await newWorld();
  const { token } = await invited(world);
  for (const password of ["x".repeat(11), "x".repeat(129)])
    await expect(acceptInvitation(world.worker, portal, { token, password })).rejects.toThrow(/characters/);
  expect(await readInvitation(world.worker, token)).toMatchObject({ state: "open" });
});

test("who signs in at another biller already links with that password, and only with it", async () => {
  const [here, there] = [await newWorld(), await newWorld()];
  const { email, userId } = await contactWithPassword(there);
  const { token, contactId } = await invited(here, { email });
  expect(await readInvitation(here.worker, token)).toMatchObject({ state: "open", hasSignIn: true });
  await expect(
    acceptInvitation(here.worker, portal, { token, password: "not his password at all" }),
  ).rejects.toMatchObject({ code: "invitation.password", kind: "invalid" });
  expect(await auditOf(here.organizationId, "invitation.refused")).toHaveLength(1);
  expect(await readInvitation(here.worker, token)).toMatchObject({ state: "open" });
  await acceptInvitation(here.worker, portal, { token, password: PASSWORD });
  expect((await owner`select user_id from contacts where id = ${contactId}`)[0]).toEqual({ user_id: userId });
  await signInContact(there.worker, portal, browser().visit, { email, password: PASSWORD });
});

test("guessing that password by a link ends after ten tries", async () => {
  const [here, there] = [await newWorld(), await newWorld()];
  const { email } = await contactWithPassword(there);
  const { token } = await invited(here, { email });
  const guess = (password: string) => acceptInvitation(here.worker, portal, { token, password });
  for (let each = 0; each < 10; each++)
    await expect(guess(`a long wrong guess ${each}`)).rejects.toMatchObject({ code: "invitation.password" });
  await expect(guess(PASSWORD)).rejects.toMatchObject({ code: "invitation.too_many" });
});

test("a sign-in that was made and not yet linked is found by the next attempt", async () => {
  const world = await newWorld();
  const { token, email, contactId } = await invited(world);
  await giveSignIn(world.worker, portal, { contactId, password: PASSWORD });
  await owner`update contacts set user_id = null where id = ${contactId}`;
  await owner`update invitations set revoked_at = null where contact_id = ${contactId}`;
  await acceptInvitation(world.worker, portal, { token, password: PASSWORD });
  await signInContact(world.worker, portal, browser().visit, { email, password: PASSWORD });
});

test("a person with a sign-in gets a further account without a link", async () => {
  const world = await newWorld();
  const { email, actor } = await contactWithPassword(world);
  const second = await world.customer();
  const { invitationId } = await inviteContact(inviting(world.worker), {
    email,
    name: "Somebody else",
    customerId: second,
    role: "viewer",
  });
  expect(invitationId).toBeNull();
  expect(await actor()).toMatchObject({ name: "Dana Whitfield" });
  expect((await actor())?.accounts).toEqual(
    new Map([
      [world.customerId, "payer"],
      [second, "viewer"],
    ]),
  );
});

test("an administrator of an account invites to it, and the trail names him", async () => {
  const world = await newWorld();
  const admin = await contactWithPassword(world, { role: "admin", name: "Ann Admin" });
  const { contactId } = await inviteContact(inviting(await admin.context()), {
    email: address(),
    name: "New colleague",
    customerId: world.customerId,
    role: "viewer",
  });
  const records = await auditOf(world.organizationId, "contact.invited");
  expect(records.at(-1)).toMatchObject({
    subject_id: contactId,
    actor: `contact:${admin.contactId}`,
    actor_name: "Ann Admin",
  });
  const [row] = await owner`select invited_by from invitations where contact_id = ${contactId}`;
  expect(row).toEqual({ invited_by: `contact:${admin.contactId}` });
});

test("inviting is refused to whoever may not, on accounts not his, to subsidiaries not his, and to himself", async () => {
  const world = await newWorld();
  const elsewhere = await world.customer();
  const admin = await contactWithPassword(world, { role: "admin" });
  const payer = await contactWithPassword(world, { role: "payer" });
  const invite = (ctx: Parameters<typeof inviting>[0], over = {}) =>
    inviteContact(inviting(ctx), {
      email: address(),
      name: "New",
      customerId: world.customerId,
      role: "viewer",
      ...over,
    });
  await expect(invite(await payer.context())).rejects.toMatchObject({ code: "contact.invite.forbidden" });
  await expect(invite(await admin.context(), { customerId: elsewhere })).rejects.toMatchObject({
    code: "contact.invite.missing",
  });
  await expect(invite(await admin.context(), { withSubsidiaries: true })).rejects.toMatchObject({
    code: "access.subsidiaries",
  });
  await expect(invite(await admin.context(), { email: admin.email })).rejects.toMatchObject({
    code: "access.own",
  });
  await expect(invite(world.staff("auditor"))).rejects.toMatchObject({ code: "contact.invite.forbidden" });
  await expect(invite(world.worker, { customerId: newId() })).rejects.toMatchObject({
    code: "customer.missing",
  });
});

test("an administrator with subsidiaries invites to them all; a collector cannot raise a role by inviting", async () => {
  const world = await newWorld();
  const child = await world.customer({ parentId: world.customerId });
  const admin = await contactWithPassword(world, { role: "admin", withSubsidiaries: true });
  const email = address();
  const input = { email, name: "New", customerId: child, role: "viewer" as const, withSubsidiaries: true };
  await inviteContact(inviting(await admin.context()), input);
  await expect(
    inviteContact(inviting(world.staff("collector")), { ...input, role: "admin" }),
  ).rejects.toMatchObject({ code: "contact.change.forbidden" });
  await inviteContact(inviting(world.staff("collector")), input);
});

test("a revoked link is void; revoking twice is the same; a used one cannot be revoked", async () => {
  const world = await newWorld();
  const { token, invitationId, customerId } = await invited(world);
  const revoke = () => revokeInvitation(world.staff("collector"), { invitationId, customerId });
  await Promise.all([revoke(), revoke()]);
  await revoke();
  expect(await auditOf(world.organizationId, "invitation.revoked")).toHaveLength(1);
  expect(await readInvitation(world.worker, token)).toMatchObject({ state: "revoked" });
  const used = await invited(world);
  await acceptInvitation(world.worker, portal, { token: used.token, password: PASSWORD });
  await expect(
    revokeInvitation(world.worker, { invitationId: used.invitationId, customerId }),
  ).rejects.toMatchObject({ code: "invitation.accepted" });
});

test("a contact revokes only invitations to accounts he administers, all of them", async () => {
  const world = await newWorld();
  const other = await world.customer();
  const admin = await contactWithPassword(world, { role: "admin" });
  const { invitationId, email } = await invited(world);
  const ctx = await admin.context();
  const { customerId } = world;
  await expect(revokeInvitation(ctx, { invitationId, customerId: other })).rejects.toMatchObject({
    code: "contact.invite.missing",
  });
  await expect(revokeInvitation(ctx, { invitationId: newId(), customerId })).rejects.toMatchObject({
    code: "invitation.missing",
  });
  const shared = await invited(world, { email, customerId: other });
  await expect(
    revokeInvitation(ctx, { invitationId: shared.invitationId, customerId }),
  ).rejects.toMatchObject({ code: "invitation.shared" });
  const payer = await contactWithPassword(world, { role: "payer" });
  await expect(revokeInvitation(await payer.context(), { invitationId, customerId })).rejects.toMatchObject({
    code: "contact.invite.forbidden",
  });
  const alone = await invited(world);
  await revokeInvitation(ctx, { invitationId: alone.invitationId, customerId });
  expect(await readInvitation(world.worker, alone.token)).toMatchObject({ state: "revoked" });
});

test("accepting and revoking at once: one of them happens", async () => {
  const world = await newWorld();
  const { token, invitationId, customerId } = await invited(world);
  const outcomes = await Promise.allSettled([
    acceptInvitation(world.worker, portal, { token, password: PASSWORD }),
    revokeInvitation(world.worker, { invitationId, customerId }),
  ]);
  expect(outcomes.filter((outcome) => outcome.status === "fulfilled")).toHaveLength(1);
});

test("with the last account gone the open link is void", async () => {
  const world = await newWorld();
  const { token, contactId, customerId } = await invited(world);
  await changeAccess(world.worker, { key: newId(), contactId, customerId, role: null });
  expect(await readInvitation(world.worker, token)).toMatchObject({ state: "revoked" });
});
