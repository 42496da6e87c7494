import { sql } from "drizzle-orm";
import {
  boolean,
  check,
  foreignKey,
  index,
  jsonb,
  pgTable,
  primaryKey,
  text,
  unique,
  uuid,
} from "drizzle-orm/pg-core";
import { at, id, organizationId, ref } from "../columns.ts";
import { customers } from "./customers.ts";
import { organizations } from "./organizations.ts";

/** A person at a customer. He signs in once he has accepted an invitation (`user_id` is then set). */
export const contacts = pgTable(
  "contacts",
  {
    organizationId: organizationId(),
    id: id(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    locale: text("locale").notNull().default("en"),
    timeZone: text("time_zone"),
    // The sign-in account in the `auth` schema; a soft reference, so that accounts can live elsewhere.
    userId: text("user_id"),
    createdAt: at("created_at").notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("contacts_email_unique").on(t.organizationId, t.email),
    unique("contacts_user_unique").on(t.organizationId, t.userId),
    foreignKey({
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
      name: "contacts_organization_fk",
    }),
    check("contacts_email_lower_case", sql`${t.email} = lower(${t.email})`),
  ],
);

/** What a contact may do on one account, and on the subsidiaries below it when it says so. */
export const contactAccounts = pgTable(
  "contact_accounts",
  {
    organizationId: organizationId(),
    contactId: ref("contact_id"),
    customerId: ref("customer_id"),
    role: text("role", { enum: ["viewer", "payer", "disputer", "approver", "admin"] }).notNull(),
    withSubsidiaries: boolean("with_subsidiaries").notNull().default(false),
    createdAt: at("created_at").notNull(),
    // Ended grants stay, so that it can be seen who could do what, and when.
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.contactId, t.customerId] }),
    index("contact_accounts_customer_index").on(t.organizationId, t.customerId),
    foreignKey({
      columns: [t.organizationId, t.contactId],
      foreignColumns: [contacts.organizationId, contacts.id],
      name: "contact_accounts_contact_fk",
    }),
    foreignKey({
      columns: [t.organizationId, t.customerId],
      foreignColumns: [customers.organizationId, customers.id],
      name: "contact_accounts_customer_fk",
    }),
  ],
);

/** A link by which a contact sets his password. Only the hash of its token is kept. */
export const invitations = pgTable(
  "invitations",
  {
    organizationId: organizationId(),
    id: id(),
    contactId: ref("contact_id"),
    tokenHash: text("token_hash").notNull(),
    invitedBy: text("invited_by").notNull(),
    createdAt: at("created_at").notNull(),
    expiresAt: at("expires_at").notNull(),
    acceptedAt: at("accepted_at"),
    revokedAt: at("revoked_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("invitations_token_unique").on(t.organizationId, t.tokenHash),
    index("invitations_contact_index").on(t.organizationId, t.contactId, t.createdAt),
    foreignKey({
      columns: [t.organizationId, t.contactId],
      foreignColumns: [contacts.organizationId, contacts.id],
      name: "invitations_contact_fk",
    }),
    check("invitations_ends_once", sql`${t.acceptedAt} is null or ${t.revokedAt} is null`),
    check("invitations_expire", sql`${t.expiresAt} > ${t.createdAt}`),
  ],
);

/** A person at the biller. */
export const staff = pgTable(
  "staff",
  {
    organizationId: organizationId(),
    id: id(),
    email: text("email").notNull(),
    name: text("name").notNull(),
    role: text("role", {
      enum: ["collector", "team_lead", "finance", "manager", "auditor", "admin"],
    }).notNull(),
    userId: text("user_id"),
    locale: text("locale").notNull().default("en"),
    createdAt: at("created_at").notNull(),
    endedAt: at("ended_at"),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.id] }),
    unique("staff_email_unique").on(t.organizationId, t.email),
    unique("staff_user_unique").on(t.organizationId, t.userId),
    foreignKey({
      columns: [t.organizationId],
      foreignColumns: [organizations.id],
      name: "staff_organization_fk",
    }),
    check("staff_email_lower_case", sql`${t.email} = lower(${t.email})`),
  ],
);

/** The account (customer) that a person last looked at is kept per person, so that it survives sign-out. */
export const contactSettings = pgTable(
  "contact_settings",
  {
    organizationId: organizationId(),
    contactId: ref("contact_id"),
    lastCustomerId: uuid("last_customer_id"),
    theme: text("theme", { enum: ["system", "light", "dark"] })
      .notNull()
      .default("system"),
    // How much he wants to hear of what, by topic; what he has not chosen follows the shipped choice.
    mailChoices: jsonb("mail_choices").$type<Record<string, string>>().notNull().default(sql`'{}'`),
  },
  (t) => [
    primaryKey({ columns: [t.organizationId, t.contactId] }),
    foreignKey({
      columns: [t.organizationId, t.contactId],
      foreignColumns: [contacts.organizationId, contacts.id],
      name: "contact_settings_contact_fk",
    }),
  ],
);
