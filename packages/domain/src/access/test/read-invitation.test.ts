import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close, contextAs, NOON, newWorld } from "../../../test/world.ts";
import { changePolicy } from "../../policies/change-policy.ts";
import { acceptInvitation } from "../accept-invitation.ts";
import { changeAccess } from "../change-access.ts";
import { createStaff } from "../create-staff.ts";
import { inviteContact } from "../invite-contact.ts";
import { readInvitation } from "../read-invitation.ts";
import {
  address,
  contactWithPassword,
  invited,
  inviting,
  office,
  owner,
  PASSWORD,
  portal,
  tokenOf,
} from "./sign-in-world.ts";

afterAll(async () => {
  await close();
  await owner.end();
});

const DAY_MS = 86_400_000;
const later = (days: number, ms = 0) => new Date(NOON.getTime() + days * DAY_MS + ms);

test("reading a link consumes nothing, however often", async () => {
  const world = await newWorld();
  const { token, email } = await invited(world);
  for (let times = 0; times < 5; times++)
    expect(await readInvitation(world.worker, token)).toEqual({
      state: "open",
      organizationName: "Parlance",
      name: "Dana Whitfield",
      email,
      expiresAt: later(14),
      inviter: null,
      accounts: ["Customer 1"],
      hasSignIn: false,
    });
  await acceptInvitation(world.worker, portal, { token, password: PASSWORD });
  expect(await readInvitation(world.worker, token)).toEqual({
    state: "accepted",
    organizationName: "Parlance",
  });
});

test("an open link says who invites, a colleague or the biller, and to which accounts he still has", async () => {
  const world = await newWorld();
  const { staffId } = await createStaff(world.worker, office, {
    email: address("priya"),
    name: "Priya Raman",
    role: "collector",
    password: PASSWORD,
  });
  const priya = contextAs(
    { kind: "staff", staffId, name: "Priya Raman", role: "collector" },
    world.organizationId,
  );
  const [harbor, freight] = [
    await world.customer({ number: "3", name: "Harbor" }),
    await world.customer({ number: "2", name: "Freight" }),
  ];
  const { contactId, email, invitationId } = await invited(world, { customerId: harbor });
  const again = await inviteContact(inviting(priya), {
    email,
    name: "Dana Whitfield",
    customerId: freight,
    role: "viewer",
  });
  expect(again.contactId).toBe(contactId);
  const token = tokenOf(again.invitationId);
  expect(await readInvitation(world.worker, token)).toMatchObject({
    inviter: { kind: "staff", name: "Priya Raman" },
    accounts: ["Freight", "Harbor"],
  });
  expect(Object.keys(await readInvitation(world.worker, tokenOf(invitationId)))).toEqual([
    "state",
    "organizationName",
  ]);
  await changeAccess(world.worker, { key: newId(), contactId, customerId: harbor, role: null });
  expect(await readInvitation(world.worker, token)).toMatchObject({ accounts: ["Freight"] });

  const colleague = await contactWithPassword(world, { name: "Ann Admin", role: "admin" });
  const byColleague = await inviteContact(inviting(await colleague.context()), {
    email: address(),
    name: "New colleague",
    customerId: world.customerId,
    role: "viewer",
  });
  expect(await readInvitation(world.worker, tokenOf(byColleague.invitationId))).toMatchObject({
    inviter: { kind: "contact", name: "Ann Admin" },
    accounts: ["Customer 1"],
  });
});

test("a link lasts as long as the policy says, and not an instant longer", async () => {
  const world = await newWorld();
  await changePolicy(world.worker, {
    key: newId(),
    kind: "sign_in",
    basedOn: 0,
    rules: { invitationDays: 3 },
    reason: "Shorter links",
  });
  const { token } = await invited(world);
  expect(await readInvitation(world.at(later(3, -1)), token)).toMatchObject({ state: "open" });
  expect(await readInvitation(world.at(later(3)), token)).toEqual({
    state: "expired",
    organizationName: "Parlance",
  });
  await expect(
    acceptInvitation(world.at(later(3)), portal, { token, password: PASSWORD }),
  ).rejects.toMatchObject({ code: "invitation.expired", kind: "conflict" });
});

test("an unknown link, and one of another biller, are the same nothing", async () => {
  const world = await newWorld();
  const other = await newWorld();
  const { token } = await invited(other);
  for (const each of [token, "no such token", ""]) {
    expect(await readInvitation(world.worker, each)).toEqual({
      state: "unknown",
      organizationName: "Parlance",
    });
    await expect(
      acceptInvitation(world.worker, portal, { token: each, password: PASSWORD }),
    ).rejects.toMatchObject({ code: "invitation.unknown", kind: "missing" });
  }
});
