import { expect, test } from "vitest";
import type { Actor, ContactRole, StaffRole } from "../kernel/context.ts";
import { may, permissionTable, permit } from "./permissions.ts";

const contact = (role: ContactRole): Actor => ({
  kind: "contact",
  contactId: "c",
  name: "Dana",
  accounts: new Map([["his", role]]),
});
const staff = (role: StaffRole): Actor => ({ kind: "staff", staffId: "s", name: "Priya", role });

test("only those who may pay can pay, cancel or use credits", () => {
  const roles: ContactRole[] = ["viewer", "payer", "disputer", "approver", "admin"];
  expect(roles.filter((role) => may(contact(role), "payment.start", "his"))).toEqual([
    "payer",
    "approver",
    "admin",
  ]);
  expect(may(contact("admin"), "payment.start", "another's")).toBe(false);
  expect(may(contact("admin"), "payment.start")).toBe(false);
  expect(may(staff("admin"), "payment.start", "his")).toBe(false);
});

test("an auditor looks and changes nothing", () => {
  const allowed = Object.keys(permissionTable).filter((action) =>
    may(staff("auditor"), action as keyof typeof permissionTable),
  );
  expect(allowed).toEqual(["account.read", "books.verify", "work.read"]);
});

test("following payments, sending letters and giving sign-ins is the system's own work", () => {
  const everybody: Actor[] = [
    ...(["viewer", "payer", "disputer", "approver", "admin"] as const).map(contact),
    ...(["collector", "team_lead", "finance", "manager", "auditor", "admin"] as const).map(staff),
  ];
  for (const action of ["payment.follow", "message.send", "contact.give_sign_in"] as const) {
    expect(everybody.filter((actor) => may(actor, action, "his"))).toEqual([]);
    expect(may({ kind: "worker", name: "test" }, action)).toBe(true);
  }
});

test("refusals tell staff that it is their role, and a stranger nothing", () => {
  expect(() => permit(staff("collector"), "payment.refund")).toThrow(
    expect.objectContaining({ kind: "forbidden" }),
  );
  expect(() => permit(contact("viewer"), "payment.start", "his")).toThrow(
    expect.objectContaining({ kind: "forbidden" }),
  );
  expect(() => permit(contact("admin"), "payment.start", "another's")).toThrow(
    expect.objectContaining({ kind: "missing" }),
  );
});
