import { contacts, staff } from "@openitem/db/schema/access";
import { organizations } from "@openitem/db/schema/organizations";
import { and, eq } from "drizzle-orm";
import { acceptInvitation } from "../access/accept-invitation.ts";
import { createStaff } from "../access/create-staff.ts";
import { invitationToken } from "../access/invitation.ts";
import { inviteContact } from "../access/invite-contact.ts";
import { revokeInvitation } from "../access/revoke-invitation.ts";
import { createCustomer } from "../customers/create-customer.ts";
import { invariant } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { foundOrganization } from "../organizations/found-organization.ts";
import { changePolicy } from "../policies/change-policy.ts";
import { STORY_ZONE } from "./calendar.ts";
import { DEMO_PASSWORD, DEMO_SLUG, ENTITIES, STAFF } from "./company.ts";
import type { DemoContact } from "./contacts.ts";
import { CUSTOMERS, customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import { asStaff, asWorker, type Stage } from "./stage.ts";

/* The company itself: legal entities, policies, staff, accounts and the people at them. */

/** Days before the story's present on which the company was founded. */
export const FOUNDED = -400;
const OPENED = -372;

/** The moment an earlier load began with, when there was one. Throws when the slug is somebody else's. */
export async function findFounding(stage: Stage): Promise<Date | null> {
  const ctx = asWorker(stage, "demo", stage.calendar.now);
  const [row] = await read(ctx, (tx) =>
    tx
      .select({ id: organizations.id, createdAt: organizations.createdAt })
      .from(organizations)
      .where(eq(organizations.slug, DEMO_SLUG)),
  );
  if (!row) return null;
  if (row.id !== ctx.organizationId)
    throw new Error(`There is an organization "${DEMO_SLUG}" already, and it is not the demo company.`);
  return row.createdAt;
}

export async function foundCompany(stage: Stage, at: Date): Promise<void> {
  await foundOrganization(asWorker(stage, "demo", at), {
    slug: DEMO_SLUG,
    name: "Parlance",
    timeZone: STORY_ZONE,
    legalEntities: Object.values(ENTITIES),
  });
}

export async function setPolicies(stage: Stage): Promise<void> {
  const ctx = asWorker(stage, "demo", stage.calendar.at(FOUNDED, "09:00"));
  await changePolicy(ctx, {
    key: demoId("policy:sign_in:1"),
    kind: "sign_in",
    basedOn: 0,
    rules: { staffTotpRequired: false },
    reason: "Demo company: its passwords are printed at the start, so a second step would protect nothing.",
  });
  await changePolicy(ctx, {
    key: demoId("policy:provider_money:1"),
    kind: "provider_money",
    basedOn: 0,
    rules: {
      legalEntities: { "*": "US01", EUR: "DE01", GBP: "DE01", CHF: "DE01", SEK: "DE01", SGD: "SG01" },
    },
    reason: "Each of our companies has the payouts of its own currency.",
  });
}

/** Payments begun now keep their amounts for a day, so that those left under way can be looked at. */
export async function holdLonger(stage: Stage): Promise<void> {
  await changePolicy(asStaff(stage, "marcus", stage.calendar.at(-3, "09:30")), {
    key: demoId("policy:payment:1"),
    kind: "payment",
    basedOn: 0,
    rules: { reservationMinutes: 1_440 },
    reason: "Approvers abroad need the night; tried until the end of the week.",
  });
}

export async function holdAsBefore(stage: Stage): Promise<void> {
  await changePolicy(asStaff(stage, "marcus", stage.calendar.minutesAgo(2)), {
    key: demoId("policy:payment:2"),
    kind: "payment",
    basedOn: 1,
    rules: { reservationMinutes: 60 },
    reason: "An hour is enough after all: colleagues waited for invoices nobody paid.",
  });
}

export async function takeOnStaff(stage: Stage): Promise<void> {
  const ctx = asWorker(stage, "demo", stage.calendar.at(FOUNDED + 2, "09:00"));
  const taken = new Set(
    await read(ctx, async (tx) => {
      const mine = eq(staff.organizationId, ctx.organizationId);
      return (await tx.select({ id: staff.id }).from(staff).where(mine)).map(({ id }) => id);
    }),
  );
  // Asked again and again, `createStaff` takes it for guessing at a password.
  for (const person of Object.values(STAFF).filter(({ id }) => !taken.has(id)))
    await createStaff(ctx, stage.auth.staff, { ...person, password: DEMO_PASSWORD });
}

/** Opens the accounts, parents before subsidiaries. */
export async function openAccounts(stage: Stage): Promise<void> {
  for (const [index, customer] of CUSTOMERS.entries()) {
    const at = new Date(stage.calendar.at(OPENED, "10:00").getTime() + index * 7 * 60_000);
    const { id, number, name, country, addressLines, timeZone, locale, termsDays } = customer;
    await createCustomer(asStaff(stage, "ingrid", at), {
      id,
      number,
      name,
      parentId: customer.parent ? customerOf(customer.parent).id : null,
      country,
      addressLines,
      timeZone,
      locale,
      termsDays,
      collectorId: STAFF[customer.collector].id,
    });
  }
}

/** Days on which people were invited: those who have not come were asked lately, or long ago. */
const INVITED: Readonly<Record<DemoContact["state"], number>> = {
  active: OPENED + 5,
  open: -3,
  expired: -38,
  revoked: -16,
};

/** Gives a person access to his accounts; who is active has accepted his invitation with the demo's password. */
export async function letIn(stage: Stage, contact: DemoContact): Promise<void> {
  const { key, id, email, name, locale, grants, state } = contact;
  const at = stage.calendar.at(INVITED[state], "11:00");
  const inviter = {
    ...asStaff(stage, customerOf(grants[0].customer).collector, at),
    linkSecret: stage.linkSecret,
  };
  let invitationId: string | null = null;
  for (const [index, grant] of grants.entries()) {
    const invited = await inviteContact(inviter, {
      // The first gives the contact his id.
      id: index === 0 ? id : demoId(`grant:${key}:${grant.customer}`),
      email,
      name,
      locale,
      customerId: customerOf(grant.customer).id,
      role: grant.role,
      withSubsidiaries: grant.withSubsidiaries,
    });
    invitationId = invited.invitationId;
  }
  invariant(invitationId, "who was invited first has no sign-in yet");
  if (state === "revoked") {
    const manager = asStaff(stage, "helen", stage.calendar.at(INVITED.revoked + 2, "16:20"));
    await revokeInvitation(manager, { invitationId, customerId: customerOf(grants[0].customer).id });
  }
  if (state === "active" && !(await hasSignIn(stage, id))) {
    const token = invitationToken(stage.linkSecret, invitationId);
    const moment = stage.calendar.at(INVITED.active + 1, "08:40");
    const password = DEMO_PASSWORD;
    await acceptInvitation(asWorker(stage, "demo", moment), stage.auth.portal, { token, password });
  }
}

async function hasSignIn(stage: Stage, contactId: string): Promise<boolean> {
  const ctx = asWorker(stage, "demo", stage.calendar.now);
  const [row] = await read(ctx, (tx) =>
    tx
      .select({ userId: contacts.userId })
      .from(contacts)
      .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.id, contactId))),
  );
  return row?.userId != null;
}
