import { createHash, createHmac } from "node:crypto";
import type { invitations } from "@openitem/db/schema/access";
import type { Actor, Context } from "../kernel/context.ts";
import { actorKey } from "../kernel/context.ts";

/** A context whose commands also make links that are sent by mail. */
export type InvitingContext = Context & {
  /** At least 32 random characters. A new one makes every open link void. */
  linkSecret: string;
};

/**
 * The token of an invitation's link: 256 bits that only who holds the secret can make. It is stored nowhere; the mail
 * makes it again from the id.
 */
export function invitationToken(secret: string, invitationId: string): string {
  return createHmac("sha256", secret).update(`invitation:${invitationId}`).digest("base64url");
}

/** What the table holds of a token: with the table alone nobody can make a link. */
export const tokenHash = (token: string): string => createHash("sha256").update(token).digest("base64url");

export type InvitationState = "open" | "expired" | "revoked" | "accepted";

type Dates = Pick<typeof invitations.$inferSelect, "acceptedAt" | "revokedAt" | "expiresAt">;

export function invitationState({ acceptedAt, revokedAt, expiresAt }: Dates, now: Date): InvitationState {
  if (acceptedAt) return "accepted";
  if (revokedAt) return "revoked";
  return now < expiresAt ? "open" : "expired";
}

export type ContactActor = Extract<Actor, { kind: "contact" }>;
export type StaffActor = Extract<Actor, { kind: "staff" }>;

/**
 * The context for writing what a contact may decide but his database role may not touch (contacts, grants,
 * invitations): the worker's role, taken on only after `permit` has said yes. `record` still gets the caller's own
 * context, so the audit trail names the contact.
 */
export function onBehalfOf(ctx: Context): Context {
  if (ctx.actor.kind !== "contact") return ctx;
  return { ...ctx, actor: { kind: "worker", name: `for ${actorKey(ctx.actor)}` } };
}
