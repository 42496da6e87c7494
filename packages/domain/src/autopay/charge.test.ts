import { describe, expect, test } from "vitest";
import type { Actor, ContactRole, StaffRole } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transit } from "../kernel/transitions.ts";
import {
  CHARGE_TRANSITIONS,
  type ChargeEvent,
  type ChargeStatus,
  failureSentence,
  firstChargeDay,
  ownChargeDay,
  retryDay,
} from "./charge.ts";

const STATES: ChargeStatus[] = ["planned", "announced", "held", "started", "settled", "failed", "stopped"];
const EVENTS: ChargeEvent[] = [
  "announce",
  "hold",
  "resume",
  "start",
  "settle",
  "retry",
  "fail",
  "drop",
  "stop",
];

/** Written from the rules in words, not from the table: state, event, what follows. */
const ALLOWED = new Map<string, ChargeStatus>([
  ["planned announce", "announced"],
  ["planned hold", "held"],
  ["announced hold", "held"],
  ["held resume", "planned"],
  ["announced start", "started"],
  ["started settle", "settled"],
  ["planned settle", "settled"],
  ["announced settle", "settled"],
  ["held settle", "settled"],
  ["failed settle", "settled"],
  ["stopped settle", "settled"],
  ["started retry", "announced"],
  ["started fail", "failed"],
  ["settled fail", "failed"],
  ["planned drop", "stopped"],
  ["announced drop", "stopped"],
  ["held drop", "stopped"],
  ["planned stop", "stopped"],
  ["announced stop", "stopped"],
  ["held stop", "stopped"],
]);

const contact = (role: ContactRole): [string, Actor] => [
  role,
  { kind: "contact", contactId: "c", name: "Dana", accounts: new Map([["his", role]]) },
];
const staff = (role: StaffRole): [string, Actor] => [
  `staff ${role}`,
  { kind: "staff", staffId: "s", name: "Priya", role },
];
const ACTORS: [string, Actor][] = [
  ...(["viewer", "payer", "disputer", "approver", "admin"] as const).map(contact),
  ...(["collector", "team_lead", "finance", "manager", "auditor", "admin"] as const).map(staff),
  ["worker", { kind: "worker", name: "test" }],
];
/** The system makes charges; who pays for an account, and who cares for customers, may stop one. */
const STOPPERS = [
  "payer",
  "approver",
  "admin",
  "staff collector",
  "staff team_lead",
  "staff finance",
  "staff manager",
  "staff admin",
  "worker",
];

describe("a charge", () => {
  test.each(STATES.flatMap((from) => EVENTS.map((event) => [from, event] as const)))(
    "that is %s and is to %s goes where the rules say, for who may, and nowhere for anybody else",
    (from, event) => {
      for (const [name, actor] of ACTORS) {
        const attempt = () =>
          transit("charge", CHARGE_TRANSITIONS, { event, from, actor, customerId: "his" });
        const may = event === "stop" ? STOPPERS.includes(name) : name === "worker";
        const to = ALLOWED.get(`${from} ${event}`);
        if (may && to) expect(attempt(), name).toBe(to);
        else {
          expect(attempt, name).toThrow(Refusal);
          expect(attempt, name).toThrow(
            expect.objectContaining(may ? { code: "charge.state" } : { kind: "forbidden" }),
          );
        }
      }
    },
  );

  test("of another's account does not exist to a stranger", () => {
    const [, admin] = contact("admin");
    expect(() =>
      transit("charge", CHARGE_TRANSITIONS, {
        event: "stop",
        from: "planned",
        actor: admin,
        customerId: "another's",
      }),
    ).toThrow(expect.objectContaining({ kind: "missing" }));
  });
});

describe("the day of a charge", () => {
  test("of an autopay leaves time for the notice", () => {
    expect(firstChargeDay("2026-11-30", "2026-11-18", 3)).toBe("2026-11-30");
    expect(firstChargeDay("2026-11-19", "2026-11-18", 3)).toBe("2026-11-21");
    expect(firstChargeDay("2026-11-18", "2026-11-18", 0)).toBe("2026-11-18");
  });

  test("with a day of its own is that day, unless it has passed", () => {
    expect(ownChargeDay("2026-11-19", "2026-11-18", 3)).toBe("2026-11-19");
    expect(ownChargeDay("2026-11-18", "2026-11-18", 3)).toBe("2026-11-18");
    expect(ownChargeDay("2026-11-17", "2026-11-18", 3)).toBe("2026-11-21");
  });
});

describe("after a failure", () => {
  const policy = { retryAfterDays: [3, 5], noticeDays: 3 };
  const failed = (attempts: number, code: string | null) => ({ attempts, code, today: "2026-11-18" });

  test("it is tried as often as the policy has days, never before it could be announced again", () => {
    expect(retryDay(failed(1, "insufficient_funds"), policy)).toBe("2026-11-21");
    expect(retryDay(failed(2, "insufficient_funds"), policy)).toBe("2026-11-23");
    expect(retryDay(failed(3, "insufficient_funds"), policy)).toBeNull();
    expect(retryDay(failed(1, null), { retryAfterDays: [1], noticeDays: 3 })).toBe("2026-11-21");
    expect(retryDay(failed(1, null), { retryAfterDays: [], noticeDays: 3 })).toBeNull();
  });

  test.each([
    "authentication_required",
    "account_closed",
    "debit_not_authorized",
    "expired_card",
    "lost_card",
  ])("by %s it is not tried again", (code) => {
    expect(retryDay(failed(1, code), policy)).toBeNull();
  });

  test("the reader is told in our words what only he can do", () => {
    expect(failureSentence("authentication_required", "Your card was declined.")).toBe(
      "Your bank wants you to confirm this payment yourself. Pay it by hand.",
    );
    expect(failureSentence("card_declined", "Your card was declined.")).toBe("Your card was declined.");
    expect(failureSentence(null, null)).toBe("The payment did not go through.");
    expect(failureSentence(null, "No such mandate: 'mandate_1'", true)).toBe(
      "The payment provider did not take the charge.",
    );
  });
});
