import type { Db } from "@openitem/db/client";
import type { PaymentGateway } from "../payments/gateway.ts";

export type StaffRole = "collector" | "team_lead" | "finance" | "manager" | "auditor" | "admin";
export type ContactRole = "viewer" | "payer" | "disputer" | "approver" | "admin";

export type Actor =
  /** A customer's person. `accounts` are the customers he may see, subsidiaries included, with his role on each. */
  | { kind: "contact"; contactId: string; name: string; accounts: ReadonlyMap<string, ContactRole> }
  | { kind: "staff"; staffId: string; name: string; role: StaffRole }
  /** A job, an inbound event, an import, the command line. */
  | { kind: "worker"; name: string };

/** What a command may reach. Built once per request by the app, by hand in tests. */
export type Context = {
  db: Db;
  organizationId: string;
  actor: Actor;
  /** One instant for the whole request, so that a command is a function of its inputs. */
  now: Date;
  requestId: string;
};

/** A context whose commands also talk to the payment provider. */
export type PayingContext = Context & {
  gateway: PaymentGateway;
  /** Where the portal is reached, without a slash at the end: return addresses start with it. */
  portalUrl: string;
};

/** Who, for the audit trail and for row-level security: "contact:<id>", "staff:<id>", "worker:<name>". */
export function actorKey(actor: Actor): string {
  if (actor.kind === "contact") return `contact:${actor.contactId}`;
  return actor.kind === "staff" ? `staff:${actor.staffId}` : `worker:${actor.name}`;
}
