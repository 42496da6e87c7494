import type { Actor, ContactRole, StaffRole } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";

/*
 * Who may do what: the whole answer is on this page. Whether a thing is his is another question, and row-level
 * security answers it; for a contact the role is the one he has on the customer concerned.
 */

type Rule = { contact?: readonly ContactRole[]; staff?: readonly StaffRole[]; worker?: boolean };

const EVERY_CONTACT: readonly ContactRole[] = ["viewer", "payer", "disputer", "approver", "admin"];
const PAYERS: readonly ContactRole[] = ["payer", "approver", "admin"];
/** Who speaks for the account about what is owed: may contest a document and say when it is paid. */
const SPEAKERS: readonly ContactRole[] = ["payer", "disputer", "approver", "admin"];
const EVERY_STAFF: readonly StaffRole[] = [
  "collector",
  "team_lead",
  "finance",
  "manager",
  "auditor",
  "admin",
];
const CUSTOMER_CARE: readonly StaffRole[] = ["collector", "team_lead", "finance", "manager", "admin"];
const BOOKKEEPERS: readonly StaffRole[] = ["finance", "manager"];

const RULES = {
  "account.read": { contact: EVERY_CONTACT, staff: EVERY_STAFF, worker: true },
  "payment.start": { contact: PAYERS, worker: true },
  "payment.cancel": { contact: PAYERS, staff: CUSTOMER_CARE, worker: true },
  "payment.follow": { worker: true },
  "payment.refund": { staff: ["finance", "manager"], worker: true },
  "event.replay": { staff: ["finance", "manager", "admin"], worker: true },
  "item.issue": { staff: BOOKKEEPERS, worker: true },
  "receipt.record": { staff: BOOKKEEPERS, worker: true },
  "credit.apply": { staff: BOOKKEEPERS, worker: true },
  "items.import": { staff: BOOKKEEPERS, worker: true },
  "customer.create": { staff: ["finance", "manager", "admin"], worker: true },
  "contact.invite": { contact: ["admin"], staff: CUSTOMER_CARE, worker: true },
  "contact.change": { contact: ["admin"], staff: ["team_lead", "finance", "manager", "admin"], worker: true },
  "contact.give_sign_in": { worker: true },
  "staff.manage": { staff: ["admin"], worker: true },
  "message.send": { worker: true },
  "policy.change": { staff: ["manager", "admin"], worker: true },
  "organization.found": { worker: true },
  "file.add": { contact: SPEAKERS, staff: CUSTOMER_CARE, worker: true },
  "dispute.raise": { contact: SPEAKERS, staff: CUSTOMER_CARE, worker: true },
  "dispute.answer": { contact: SPEAKERS, staff: CUSTOMER_CARE, worker: true },
  "dispute.handle": { staff: CUSTOMER_CARE, worker: true },
  "dispute.decide": { staff: CUSTOMER_CARE, worker: true },
  "dispute.lapse": { worker: true },
  "cause.change": { staff: ["team_lead", "finance", "manager"], worker: true },
  "task.change": { staff: CUSTOMER_CARE, worker: true },
  "approval.decide": { staff: ["team_lead", "finance", "manager"] },
  "promise.make": { contact: SPEAKERS, staff: CUSTOMER_CARE, worker: true },
  "promise.answer": { contact: SPEAKERS, staff: CUSTOMER_CARE, worker: true },
  "promise.judge": { worker: true },
  "method.change": { contact: PAYERS, worker: true },
  "autopay.change": { contact: ["approver", "admin"], worker: true },
  "charge.schedule": { contact: PAYERS, worker: true },
  "charge.stop": { contact: PAYERS, staff: CUSTOMER_CARE, worker: true },
  "charge.make": { worker: true },
  "payment.prepare": { contact: PAYERS },
  "payment.release": { contact: ["approver", "admin"] },
  "account.settings": {
    contact: ["admin"],
    staff: ["team_lead", "finance", "manager", "admin"],
    worker: true,
  },
  "bank.change": { staff: ["finance", "manager", "admin"], worker: true },
  "bank.import": { staff: BOOKKEEPERS, worker: true },
  "bank.decide": { staff: BOOKKEEPERS, worker: true },
  "cash.match": { staff: BOOKKEEPERS, worker: true },
  "cash.decide": { staff: CUSTOMER_CARE, worker: true },
  "rate.record": { staff: BOOKKEEPERS, worker: true },
  "period.prepare": { staff: BOOKKEEPERS },
  "period.close": { staff: ["manager"] },
  "period.reopen": { staff: ["manager"] },
  "remittance.send": { contact: SPEAKERS, staff: CUSTOMER_CARE, worker: true },
  "remittance.read": { worker: true },
  "remittance.import": { staff: CUSTOMER_CARE, worker: true },
  "remittance.tie": { staff: CUSTOMER_CARE, worker: true },
  "payout.tie": { staff: BOOKKEEPERS, worker: true },
  "books.verify": { staff: EVERY_STAFF, worker: true },
  "work.read": { staff: EVERY_STAFF, worker: true },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof RULES;

/** Whether `actor` may. For a contact, `customerId` names the account concerned; without one he may do nothing. */
export function may(actor: Actor, action: Action, customerId?: string): boolean {
  const rule: Rule = RULES[action];
  switch (actor.kind) {
    case "worker":
      return rule.worker ?? false;
    case "staff":
      return rule.staff?.includes(actor.role) ?? false;
    case "contact": {
      const role = customerId === undefined ? undefined : actor.accounts.get(customerId);
      return role !== undefined && (rule.contact?.includes(role) ?? false);
    }
  }
}

/** Refuses unless `actor` may. To a contact, an account that is not his does not exist. */
export function permit(actor: Actor, action: Action, customerId?: string): void {
  if (may(actor, action, customerId)) return;
  if (actor.kind === "contact" && (customerId === undefined || !actor.accounts.has(customerId)))
    throw new Refusal("missing", `${action}.missing`, "We cannot find this on your account.");
  throw new Refusal(
    "forbidden",
    `${action}.forbidden`,
    "Your role does not allow this. Ask a colleague who may.",
  );
}

/** For tests and for the page that shows them: every action and who may take it. */
export const permissionTable: Readonly<Record<Action, Rule>> = RULES;
