import { normalizeIP } from "@better-auth/core/utils/ip";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { record, transact } from "../kernel/transact.ts";
import { CLIENT_ADDRESS_HEADER } from "./auth-options.ts";
import type { Realm } from "./sign-in-tables.ts";
import { giveBackAttempt, type Limit, takeAttempt } from "./take-attempt.ts";

/** A request as sign-in sees it. */
export type Visit = {
  /** The request's own headers: the cookie and the user agent are read, nothing else. */
  headers: Headers;
  /** The client's network address as the server knows it: the socket's, or what a trusted proxy says. */
  address: string | null;
};

/** Nobody is signed in yet: a context without an actor (one that has an actor serves as well). */
export type VisitingContext = Omit<Context, "actor">;

export type SignInFailure = "unknown" | "password" | "too_many" | "no_access" | "code" | "locked" | "late";

/** What better-auth gets to see of a visit. */
export function visitHeaders(
  { headers, address }: Visit,
  onlyCookie: (name: string) => boolean = () => true,
) {
  const seen = new Headers();
  const cookies = (headers.get("cookie") ?? "")
    .split(/;\s*/)
    .filter((cookie) => onlyCookie(cookie.slice(0, Math.max(cookie.indexOf("="), 0))));
  if (cookies.length > 0) seen.set("cookie", cookies.join("; "));
  const agent = headers.get("user-agent");
  if (agent) seen.set("user-agent", agent.slice(0, 300));
  if (address) seen.set(CLIENT_ADDRESS_HEADER, address);
  return seen;
}

/** As the worker: sign-in happens before there is an actor, and its traces belong to the biller, not to an account. */
export const asSignIn = (ctx: VisitingContext): Context => ({
  ...ctx,
  actor: { kind: "worker", name: "sign-in" },
});

/**
 * Ten tries an address from one place in 15 minutes, 50 an hour from anywhere, 300 from one place for all addresses.
 * A place is an IPv4 address or an IPv6 /64: that much one subscriber has to himself (RFC 6177), and can try from.
 */
export function signInLimits(email: string, { address }: Visit): Limit[] {
  const place = address && normalizeIP(address, { ipv6Subnet: 64 });
  return [
    { key: `sign-in:${email}:${place}`, max: 10, windowSeconds: 900 },
    { key: `sign-in:${email}`, max: 50, windowSeconds: 3600 },
    { key: `sign-in-from:${place}`, max: 300, windowSeconds: 900 },
  ];
}

/** Writes a failed attempt into the audit trail, in a transaction of its own: the refusal that follows undoes nothing. */
export async function recordFailure(
  ctx: VisitingContext,
  visit: Visit,
  reason: SignInFailure,
  person: { kind: "contact" | "staff"; id: string } | null,
): Promise<void> {
  const worker = asSignIn(ctx);
  // What was typed for an address we do not know is not kept: it may be a password in the wrong field.
  const subject: [string, string] = person ? [person.kind, person.id] : ["organization", ctx.organizationId];
  await transact(worker, (tx) =>
    record(tx, worker, { action: "sign_in.refused", subject, data: { reason, from: visit.address } }),
  );
}

/** Counts an attempt before it is made. Refuses `sign_in.too_many` with `minutes` to wait. */
export async function admit(
  ctx: VisitingContext,
  realm: Realm,
  limits: Limit[],
  onRefusal: () => Promise<void>,
): Promise<void> {
  const admission = await takeAttempt(ctx.db, realm, limits, ctx.now);
  if (admission.allowed) return;
  await onRefusal();
  const minutes = Math.ceil(admission.retryAfterSeconds / 60);
  throw new Refusal(
    "forbidden",
    "sign_in.too_many",
    `There were too many attempts. Try again in ${minutes} ${minutes === 1 ? "minute" : "minutes"}.`,
    { minutes },
  );
}

/** A right attempt does not count. */
export const forgive = (ctx: VisitingContext, realm: Realm, limits: Limit[]): Promise<void> =>
  giveBackAttempt(ctx.db, realm, limits, ctx.now);

export const wrongPassword = () =>
  new Refusal("invalid", "sign_in.wrong", "The e-mail address or the password is not right.");

export const noAccess = () =>
  new Refusal("forbidden", "sign_in.no_access", "You have no access here, or it has ended.");
