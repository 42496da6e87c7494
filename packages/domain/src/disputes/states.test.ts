import { describe, expect, test } from "vitest";
import type { Actor, ContactRole, StaffRole } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transit } from "../kernel/transitions.ts";
import {
  canContest,
  DECIDED_DISPUTE,
  DISPUTE_STATUSES,
  DISPUTE_TRANSITIONS,
  type DisputeEvent,
  type DisputeStatus,
  isDecided,
  isEnded,
  isOpen,
} from "./dispute.ts";

/*
 * What is expected, written down by itself. A column for each state, in this order; the letter is the state that
 * follows, a dot says that it cannot happen. Behind it, who may cause it.
 */

const LETTERS = {
  S: "submitted",
  R: "in_review",
  C: "waiting_customer",
  I: "waiting_internal",
  A: "awaiting_approval",
  a: "accepted",
  p: "part_accepted",
  r: "rejected",
  X: "contested",
  w: "withdrawn",
  m: "merged",
  c: "closed",
} as const satisfies Record<string, DisputeStatus>;
type Letter = keyof typeof LETTERS;

const EXPECTED: Record<DisputeEvent, [states: string, who: keyof typeof WHO]> = {
  //                 SRCIAaprXwmc
  take: ["R.......R...", "biller"],
  ask: ["CC......C...", "biller"],
  answer: ["..R.........", "both sides"],
  route: ["II......I...", "biller"],
  return: ["...R........", "biller"],
  accept: ["aaaa....a...", "biller"],
  accept_in_part: ["pppp....p...", "biller"],
  reject: ["rrrr....r...", "biller"],
  request_approval: ["AAAA....A...", "biller"],
  withdraw_request: ["....R.......", "biller"],
  grant: ["....a.......", "authority"],
  grant_in_part: ["....p.......", "authority"],
  refuse_approval: ["....R.......", "authority"],
  withdraw: ["wwwww...w...", "both sides"],
  contest: ["......XX....", "both sides"],
  agree: [".....ccc....", "both sides"],
  lapse: [".....ccc....", "time"],
  merge: ["mmmm....m...", "biller"],
};

const HIS = "his";
const contact = (role: ContactRole): Actor => ({
  kind: "contact",
  contactId: "c",
  name: "Dana",
  accounts: new Map([[HIS, role]]),
});
const staff = (role: StaffRole): Actor => ({ kind: "staff", staffId: "s", name: "Priya", role });

const EVERYBODY: Record<string, Actor> = {
  viewer: contact("viewer"),
  payer: contact("payer"),
  disputer: contact("disputer"),
  approver: contact("approver"),
  "admin of the account": contact("admin"),
  collector: staff("collector"),
  "team lead": staff("team_lead"),
  finance: staff("finance"),
  manager: staff("manager"),
  auditor: staff("auditor"),
  "admin of the biller": staff("admin"),
  worker: { kind: "worker", name: "test" },
};

const BILLER = ["collector", "team lead", "finance", "manager", "admin of the biller", "worker"];
const WHO = {
  biller: BILLER,
  "both sides": [...BILLER, "payer", "disputer", "approver", "admin of the account"],
  authority: ["team lead", "finance", "manager"],
  time: ["worker"],
} as const satisfies Record<string, readonly string[]>;

const events = Object.keys(EXPECTED) as DisputeEvent[];

const attempt = (event: DisputeEvent, from: DisputeStatus, actor: Actor): string => {
  try {
    return transit("dispute", DISPUTE_TRANSITIONS, { event, from, actor, customerId: HIS });
  } catch (error) {
    if (error instanceof Refusal) return error.kind === "conflict" ? error.code : error.kind;
    throw error;
  }
};

test("the expectation has a column for every state and a row for every event", () => {
  expect(Object.values(LETTERS).toSorted()).toEqual([...DISPUTE_STATUSES].sort());
  expect(Object.keys(DISPUTE_TRANSITIONS).sort()).toEqual([...events].sort());
  for (const [states] of Object.values(EXPECTED)) expect(states).toHaveLength(DISPUTE_STATUSES.length);
});

describe.each(events)("%s", (event) => {
  const [states, who] = EXPECTED[event];
  test.each(Object.keys(EVERYBODY))("by %s", (name) => {
    const may = (WHO[who] as readonly string[]).includes(name);
    const found = Object.values(LETTERS).map((from) => attempt(event, from, EVERYBODY[name]!));
    const expected = [...states].map((letter) => {
      if (!may) return "forbidden";
      return letter === "." ? "dispute.state" : LETTERS[letter as Letter];
    });
    expect(found).toEqual(expected);
  });

  test("by a contact of another account: as if it were not there", () => {
    const stranger: Actor = {
      kind: "contact",
      contactId: "x",
      name: "X",
      accounts: new Map([["other", "admin"]]),
    };
    for (const from of DISPUTE_STATUSES) expect(attempt(event, from, stranger)).toBe("missing");
  });
});

test("a state is open, decided or ended, and never two of them", () => {
  for (const status of DISPUTE_STATUSES)
    expect([isOpen(status), isDecided(status), isEnded(status)].filter(Boolean)).toHaveLength(1);
});

test("nothing happens any more to what has ended", () => {
  for (const event of events)
    for (const from of DISPUTE_STATUSES.filter(isEnded))
      expect(attempt(event, from, EVERYBODY.manager!)).not.toMatch(/^[a-z_]+ed$/);
});

test("an outcome is contested once, in time, and never one that gave everything", () => {
  const until = new Date("2026-12-02T05:00:00Z");
  const before = new Date(until.getTime() - 1);
  const after = new Date(until.getTime() + 1);
  const contestable = (status: DisputeStatus, now: Date, contestedAt: Date | null = null) =>
    canContest({ status, contestedAt, contestUntil: until }, now);
  expect(DECIDED_DISPUTE.map((status) => contestable(status, before))).toEqual([false, true, true]);
  expect(contestable("rejected", after)).toBe(false);
  expect(contestable("rejected", before, before)).toBe(false);
  expect(contestable("closed", before)).toBe(false);
});
