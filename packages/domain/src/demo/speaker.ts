import type { Context } from "../kernel/context.ts";
import type { StaffKey } from "./company.ts";
import { CONTACTS } from "./contacts.ts";
import { asContact, asStaff, type Stage } from "./stage.ts";

/* Who says something in a story: a person of the account, or one of the biller's. */

export type Speaker = { contact: string } | { staff: StaffKey };

export const speaking = (stage: Stage, speaker: Speaker, at: Date): Context =>
  "contact" in speaker ? asContact(stage, speaker.contact, at) : asStaff(stage, speaker.staff, at);

const SPEAKING_ROLES = ["payer", "disputer", "approver", "admin"];

/** Somebody of the account who may dispute and promise; where nobody can sign in, who looks after it here. */
export function speakerOf(customer: string, instead: StaffKey): Speaker {
  const found = CONTACTS.find(({ grants, state }) =>
    grants.some(
      (grant) => state === "active" && grant.customer === customer && SPEAKING_ROLES.includes(grant.role),
    ),
  );
  return found ? { contact: found.key } : { staff: instead };
}
