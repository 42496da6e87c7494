import { newId } from "@openitem/db/ids";
import { contactAccounts, contacts, invitations } from "@openitem/db/schema/access";
import { portalUsers } from "@openitem/db/schema/auth";
import { customers } from "@openitem/db/schema/customers";
import { items } from "@openitem/db/schema/items";
import { afterAll, expect, test } from "vitest";
import { close, contextAs, db, newWorld } from "../../../test/world.ts";
import { read, transact } from "../../kernel/transact.ts";
import { changeAccess } from "../change-access.ts";
import { inviteContact } from "../invite-contact.ts";
import { listContacts } from "../list-contacts.ts";
import { readContactActor } from "../read-contact-actor.ts";
import { rememberAccount } from "../remember-account.ts";
import { address, auditOf, contactWithPassword, inviting, owner } from "./sign-in-world.ts";

afterAll(async () => {
  await close();
  await owner.end();
});

test("a contact of one account sees nothing of another, even where a query forgets its filter", async () => {
  const world = await newWorld();
  const other = await world.customer();
  await world.document();
  await world.document({ customerId: other });
  const stranger = await contactWithPassword(world, { customerId: other });
  const { context, contactId } = await contactWithPassword(world);
  const seen = await read(await context(), async (tx) => ({
    customers: await tx.select({ id: customers.id }).from(customers),
    items: await tx.select({ customerId: items.customerId }).from(items),
    contacts: await tx.select({ id: contacts.id }).from(contacts),
    grants: await tx.select({ contactId: contactAccounts.contactId }).from(contactAccounts),
  }));
  expect(seen).toEqual({
    customers: [{ id: world.customerId }],
    items: [{ customerId: world.customerId }],
    contacts: [{ id: contactId }],
    grants: [{ contactId }],
  });
  expect(seen.contacts).not.toContainEqual({ id: stranger.contactId });
  await expect(read(await context(), (tx) => tx.select().from(invitations))).rejects.toThrow();
});

test("no business role can read passwords or sessions, not even the worker's", async () => {
  const world = await newWorld();
  for (const ctx of [world.worker, world.staff("admin"), world.contact("admin")])
    await expect(read(ctx, (tx) => tx.select().from(portalUsers))).rejects.toThrow();
});

test("after a step on the sign-in tables the transaction is back under its own role", async () => {
  const world = await newWorld();
  const { contactId } = await contactWithPassword(world);
  await changeAccess(world.staff("manager"), {
    key: newId(),
    contactId,
    customerId: world.customerId,
    role: null,
  });
  expect(await auditOf(world.organizationId, "access.ended")).toHaveLength(1);
  await expect(
    transact(world.contact("payer"), (tx) => tx.update(contactAccounts).set({ role: "admin" })),
  ).rejects.toThrow();
});

test("accounts reach down to subsidiaries where the grant says so, and the stronger role wins", async () => {
  const world = await newWorld();
  const child = await world.customer({ parentId: world.customerId });
  const grandchild = await world.customer({ parentId: child });
  const sibling = await world.customer();
  const { contactId, email, actor } = await contactWithPassword(world, {
    role: "viewer",
    withSubsidiaries: true,
  });
  const give = (customerId: string, role: "payer" | "viewer" | "admin") =>
    inviteContact(inviting(world.worker), { email, name: "Dana", customerId, role });
  await give(child, "admin");
  await give(sibling, "payer");
  expect((await actor())?.accounts).toEqual(
    new Map([
      [world.customerId, "viewer"],
      [child, "admin"],
      [grandchild, "viewer"],
      [sibling, "payer"],
    ]),
  );
  const change = (role: "approver" | null) =>
    changeAccess(world.worker, {
      key: newId(),
      contactId,
      customerId: world.customerId,
      role,
      withSubsidiaries: true,
    });
  await change("approver");
  expect((await actor())?.accounts.get(grandchild)).toBe("approver");
  expect((await actor())?.accounts.get(child)).toBe("admin");
  await change(null);
  expect((await actor())?.accounts).toEqual(
    new Map([
      [child, "admin"],
      [sibling, "payer"],
    ]),
  );
});

test("parents that go round in a circle do not hang anything", async () => {
  const world = await newWorld();
  const child = await world.customer({ parentId: world.customerId });
  await owner`update customers set parent_id = ${child} where id = ${world.customerId}`;
  const { actor } = await contactWithPassword(world, { withSubsidiaries: true });
  expect((await actor())?.accounts.size).toBe(2);
  expect(await listContacts(world.worker, child)).toHaveLength(1);
});

test("a role changes from the next request; ended access is gone from it", async () => {
  const world = await newWorld();
  const { contactId, actor } = await contactWithPassword(world, { role: "viewer" });
  const { customerId } = world;
  const raise = { key: newId(), contactId, customerId, role: "payer" as const };
  await Promise.all([changeAccess(world.worker, raise), changeAccess(world.worker, raise)]);
  await changeAccess(world.worker, raise);
  expect((await actor())?.accounts).toEqual(new Map([[customerId, "payer"]]));
  expect(await auditOf(world.organizationId, "access.changed")).toMatchObject([
    { subject_id: contactId, data: { before: "viewer", role: "payer", left: 1 } },
  ]);
  expect(await changeAccess(world.worker, { ...raise, key: newId(), role: null })).toEqual({ left: 0 });
  expect(await actor()).toBeNull();
});

test("access that was ended can be given again by inviting", async () => {
  const world = await newWorld();
  const { contactId, email, actor } = await contactWithPassword(world);
  const { customerId } = world;
  await changeAccess(world.worker, { key: newId(), contactId, customerId, role: null });
  await inviteContact(inviting(world.staff("collector")), {
    email,
    name: "Dana",
    customerId,
    role: "viewer",
  });
  expect((await actor())?.accounts).toEqual(new Map([[customerId, "viewer"]]));
});

test("two accounts of one person ended at once: he is signed off all the same", async () => {
  const world = await newWorld();
  const second = await world.customer();
  const { contactId, email, userId } = await contactWithPassword(world);
  await inviteContact(inviting(world.worker), { email, name: "Dana", customerId: second, role: "viewer" });
  const left = await Promise.all(
    [world.customerId, second].map((customerId) =>
      changeAccess(world.worker, { key: newId(), contactId, customerId, role: null }),
    ),
  );
  expect(left.map((each) => each.left).toSorted()).toEqual([0, 1]);
  expect(await readContactActor(db, world.organizationId, userId)).toBeNull();
});

test("changing access is refused to whoever may not, for himself, and where there is none", async () => {
  const world = await newWorld();
  const elsewhere = await world.customer();
  const admin = await contactWithPassword(world, { role: "admin" });
  const payer = await contactWithPassword(world, { role: "payer" });
  const change = (ctx: typeof world.worker, over = {}) =>
    changeAccess(ctx, {
      key: newId(),
      contactId: payer.contactId,
      customerId: world.customerId,
      role: "viewer",
      ...over,
    });
  await expect(change(await payer.context())).rejects.toMatchObject({ code: "contact.change.forbidden" });
  await expect(change(world.staff("collector"))).rejects.toMatchObject({ code: "contact.change.forbidden" });
  await expect(change(await admin.context(), { customerId: elsewhere })).rejects.toMatchObject({
    code: "contact.change.missing",
  });
  await expect(change(await admin.context(), { contactId: admin.contactId })).rejects.toMatchObject({
    code: "access.own",
  });
  await expect(change(await admin.context(), { withSubsidiaries: true })).rejects.toMatchObject({
    code: "access.subsidiaries",
  });
  await expect(change(world.worker, { customerId: elsewhere })).rejects.toMatchObject({
    code: "access.missing",
  });
  await expect(change(world.worker, { contactId: newId() })).rejects.toMatchObject({
    code: "access.missing",
  });
  await change(await admin.context());
  expect((await payer.actor())?.accounts.get(world.customerId)).toBe("viewer");
  const records = await auditOf(world.organizationId, "access.changed");
  expect(records).toMatchObject([{ actor: `contact:${admin.contactId}` }]);
});

test("another biller's contact cannot be changed or listed", async () => {
  const [here, there] = [await newWorld(), await newWorld()];
  const { contactId } = await contactWithPassword(there);
  await expect(
    changeAccess(here.staff("admin"), { key: newId(), contactId, customerId: there.customerId, role: null }),
  ).rejects.toMatchObject({ code: "access.missing" });
  expect(await listContacts(here.staff("admin"), there.customerId)).toEqual([]);
});

test("the account last looked at is remembered, while it is his", async () => {
  const world = await newWorld();
  const second = await world.customer();
  const { contactId, email, actor, context } = await contactWithPassword(world);
  await inviteContact(inviting(world.worker), { email, name: "Dana", customerId: second, role: "viewer" });
  expect((await actor())?.lastCustomerId).toBeNull();
  const ctx = await context();
  await Promise.all([
    rememberAccount(ctx, { customerId: second }),
    rememberAccount(ctx, { customerId: second }),
  ]);
  expect(await actor()).toMatchObject({
    lastCustomerId: second,
    timeZone: "America/New_York",
    locale: "en",
    email,
  });
  await expect(rememberAccount(ctx, { customerId: newId() })).rejects.toMatchObject({
    code: "account.read.missing",
  });
  await expect(rememberAccount(world.worker, { customerId: second })).rejects.toMatchObject({
    code: "account.remember.forbidden",
  });
  await changeAccess(world.worker, { key: newId(), contactId, customerId: second, role: null });
  expect((await actor())?.lastCustomerId).toBeNull();
});

test("a list of contacts says who is active, invited, expired or withdrawn, and where the access comes from", async () => {
  const world = await newWorld();
  const child = await world.customer({ parentId: world.customerId });
  const parentAdmin = await contactWithPassword(world, {
    name: "Zoe Parent",
    role: "admin",
    withSubsidiaries: true,
  });
  await contactWithPassword(world, { name: "Not seen", role: "admin" });
  const childAdmin = await contactWithPassword(world, {
    name: "Ben Child",
    customerId: child,
    role: "admin",
  });
  const { contactId: invited } = await inviteContact(inviting(world.worker), {
    email: address(),
    name: "anna invited",
    customerId: child,
    role: "viewer",
  });
  const rows = await listContacts(world.staff("auditor"), child);
  expect(rows.map(({ name, state, role, givenOn }) => [name, state, role, givenOn.customerId])).toEqual([
    ["anna invited", "invited", "viewer", child],
    ["Ben Child", "active", "admin", child],
    ["Zoe Parent", "active", "admin", world.customerId],
  ]);
  expect(rows[0]).toMatchObject({ contactId: invited, lastInvitedAt: world.worker.now });
  const inDays = (days: number) =>
    contextAs(
      world.worker.actor,
      world.organizationId,
      new Date(world.worker.now.getTime() + days * 86_400_000),
    );
  expect((await listContacts(inDays(14), child))[0]).toMatchObject({ state: "expired" });
  const own = await listContacts(await childAdmin.context(), child);
  expect(own.map((row) => row.name)).toEqual(["anna invited", "Ben Child"]);
  expect(own.map((row) => row.contactId)).not.toContain(parentAdmin.contactId);
  await expect(listContacts(await childAdmin.context(), world.customerId)).rejects.toMatchObject({
    code: "contact.invite.missing",
  });
  const viewer = await contactWithPassword(world, { customerId: child, role: "viewer" });
  await expect(listContacts(await viewer.context(), child)).rejects.toMatchObject({
    code: "contact.invite.forbidden",
  });
});
