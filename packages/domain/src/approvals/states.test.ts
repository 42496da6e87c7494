import { expect, test } from "vitest";
import type { Actor, ContactRole, StaffRole } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Transitions, transit } from "../kernel/transitions.ts";
import { may, permissionTable } from "../policies/permissions.ts";
import { DECISION_TRANSITIONS } from "../resolutions/resolution.ts";
import { TASK_TRANSITIONS } from "../tasks/task.ts";
import { APPROVAL_TRANSITIONS, hindranceOf } from "./approval.ts";

const CONTACTS: ContactRole[] = ["viewer", "payer", "disputer", "approver", "admin"];
const STAFF: StaffRole[] = ["collector", "team_lead", "finance", "manager", "auditor", "admin"];
const EVERYBODY: Actor[] = [
  ...CONTACTS.map((role) => ({
    kind: "contact" as const,
    contactId: "c",
    name: role,
    accounts: new Map([["his", role]]),
  })),
  ...STAFF.map((role) => ({ kind: "staff" as const, staffId: "s", name: role, role })),
  { kind: "worker", name: "worker" },
];

const MACHINES: [name: string, table: Transitions<string, string>, states: string[], ends: string[]][] = [
  [
    "approval",
    APPROVAL_TRANSITIONS,
    ["pending", "granted", "refused", "withdrawn"],
    ["granted", "refused", "withdrawn"],
  ],
  [
    "decision",
    DECISION_TRANSITIONS,
    ["pending", "applied", "refused", "withdrawn"],
    ["applied", "refused", "withdrawn"],
  ],
  ["task", TASK_TRANSITIONS, ["open", "done", "cancelled"], ["done", "cancelled"]],
];

test.each(MACHINES)(
  "%s: every event in every state by everybody is allowed or refused as its table says",
  (name, table, states) => {
    let allowed = 0;
    for (const [event, { by, from: leads }] of Object.entries(table))
      for (const from of states)
        for (const actor of EVERYBODY) {
          const happen = () => transit(name, table, { event, from, actor, customerId: "his" });
          if (may(actor, by, "his") && leads[from] !== undefined) {
            expect(happen()).toBe(leads[from]);
            allowed += 1;
          } else expect(happen).toThrow(Refusal);
        }
    expect(allowed).toBeGreaterThan(0);
  },
);

test.each(MACHINES)("%s: what has ended stays as it ended", (_name, table, _states, ends) => {
  for (const { from } of Object.values(table)) for (const end of ends) expect(from[end]).toBeUndefined();
});

test("approving is for the biller's people with authority, never for the system or a customer", () => {
  expect(permissionTable["approval.decide"]).toEqual({ staff: ["team_lead", "finance", "manager"] });
});

test("maker is never checker, whatever his limit; a decided request hinders everybody", () => {
  const me: Actor = { kind: "staff", staffId: "s", name: "Helen", role: "manager" };
  const request = { status: "pending" as const, requestedBy: "staff:s", amountMinor: 10n };
  expect(hindranceOf(request, me, 1_000n)).toBe("own");
  expect(hindranceOf({ ...request, requestedBy: "staff:t" }, me, 10n)).toBeNull();
  expect(hindranceOf({ ...request, requestedBy: "staff:t" }, me, 9n)).toBe("over_limit");
  expect(hindranceOf({ ...request, status: "granted" }, me, 9n)).toBe("decided");
});
