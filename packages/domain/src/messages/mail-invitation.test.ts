import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close, NOON } from "../../test/world.ts";
import { changeAccess } from "../access/change-access.ts";
import { inviteContact } from "../access/invite-contact.ts";
import { revokeInvitation } from "../access/revoke-invitation.ts";
import { invariant } from "../kernel/refusal.ts";
import { mailInvitation } from "./mail-invitation.ts";
import { newMailWorld } from "./test/mail-world.ts";

afterAll(close);

const DAY_MS = 86_400_000;

async function invited() {
  const world = await newMailWorld();
  const { contactId, invitationId, as } = await world.invite("admin");
  invariant(invitationId, "a person without a sign-in is invited");
  return { world, contactId, invitationId, as };
}

test("an invited person gets the link, who invites him to what, and until when it works, once", async () => {
  const { world, invitationId } = await invited();
  expect(await mailInvitation(world.mailing(), { invitationId })).toMatchObject({ outcome: "sent" });
  expect(world.lastLetter("invitation")).toEqual({
    biller: "Parlance",
    reader: "Dana Whitfield",
    inviter: null,
    accounts: [{ number: "101", name: "Customer 1" }],
    url: `https://portal.example/invitation/${invitationId}`,
    expiresAt: new Date(NOON.getTime() + 14 * DAY_MS),
    timeZone: "America/New_York",
  });
  expect(await mailInvitation(world.mailing(), { invitationId })).toMatchObject({ outcome: "sent_before" });
  expect(world.mailer.inbox).toHaveLength(1);
});

test("a colleague who invites is named", async () => {
  const { world, as } = await invited();
  const { invitationId } = await inviteContact(
    { ...as, linkSecret: "0123456789abcdef0123456789abcdef" },
    {
      email: "tomasz@harrow.example",
      name: "Tomasz Lewandowski",
      customerId: world.customerId,
      role: "payer",
    },
  );
  invariant(invitationId, "a person without a sign-in is invited");
  await mailInvitation(world.mailing(), { invitationId });
  expect(world.lastLetter("invitation")).toMatchObject({
    inviter: "Dana Whitfield",
    reader: "Tomasz Lewandowski",
  });
});

test("a link that was revoked or ran out is not sent", async () => {
  const { world, invitationId } = await invited();
  const late = new Date(NOON.getTime() + 14 * DAY_MS);
  expect(await mailInvitation(world.mailing(late), { invitationId })).toEqual({
    outcome: "skipped",
    reason: "The invitation ran out",
  });
  await revokeInvitation(world.staff("manager"), { invitationId, customerId: world.customerId });
  expect(await mailInvitation(world.mailing(), { invitationId })).toEqual({
    outcome: "skipped",
    reason: "The invitation was revoked",
  });
  expect(world.mailer.inbox).toEqual([]);
});

test("who lost his access before the mail went gets none", async () => {
  const { world, contactId, invitationId } = await invited();
  await changeAccess(world.staff("manager"), {
    key: newId(),
    contactId,
    customerId: world.customerId,
    role: null,
  });
  expect(await mailInvitation(world.mailing(), { invitationId })).toMatchObject({ outcome: "skipped" });
  expect(world.mailer.inbox).toEqual([]);
});

test("an invitation that does not exist is refused", async () => {
  const world = await newMailWorld();
  await expect(mailInvitation(world.mailing(), { invitationId: newId() })).rejects.toMatchObject({
    code: "invitation.missing",
  });
});
