/** What a contact may do on an account, from least to most. */
export const CONTACT_ROLES = ["viewer", "payer", "disputer", "approver", "admin"] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];
