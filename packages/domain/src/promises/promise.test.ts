import { expect, test } from "vitest";
import type { Actor, ContactRole, StaffRole } from "../kernel/context.ts";
import { transit } from "../kernel/transitions.ts";
import {
  isAnswerer,
  isOpenPromise,
  isSpeaker,
  PROMISE_TRANSITIONS,
  type PromiseEvent,
  type PromiseStatus,
  promiseOptions,
} from "./promise.ts";

const STATES: PromiseStatus[] = [
  "proposed",
  "active",
  "kept",
  "part_kept",
  "broken",
  "cancelled",
  "replaced",
  "declined",
];
const EVENTS: PromiseEvent[] = [
  "accept",
  "decline",
  "counter",
  "change",
  "cancel",
  "keep",
  "keep_in_part",
  "break",
  "reopen",
];

const contact = (role: ContactRole): Actor => ({
  kind: "contact",
  contactId: "dana",
  name: "Dana",
  accounts: new Map([["his", role]]),
});
const staff = (role: StaffRole): Actor => ({ kind: "staff", staffId: "priya", name: "Priya", role });
const worker: Actor = { kind: "worker", name: "test" };
const ACTORS: [string, Actor][] = [
  ...(["viewer", "payer", "disputer", "approver", "admin"] as const).map((role): [string, Actor] => [
    `contact ${role}`,
    contact(role),
  ]),
  ...(["collector", "team_lead", "finance", "manager", "auditor", "admin"] as const).map(
    (role): [string, Actor] => [`staff ${role}`, staff(role)],
  ),
  ["worker", worker],
];

/** In sentences of the business, not by the table: a line per state, what may happen in it and what follows. */
const EXPECTED = `
  proposed   accept>active decline>declined counter>replaced change>replaced cancel>cancelled
  active     change>replaced cancel>cancelled keep>kept keep_in_part>part_kept break>broken
  kept       keep_in_part>part_kept break>broken reopen>active
  part_kept  keep>kept break>broken reopen>active
  broken     keep>kept keep_in_part>part_kept reopen>active
  cancelled
  replaced
  declined
`;
const follows = new Map(
  EXPECTED.trim()
    .split("\n")
    .flatMap((line) => {
      const [state = "", ...steps] = line.trim().split(/\s+/);
      return steps.map((step): [string, string] => {
        const [event = "", to = ""] = step.split(">");
        return [`${state} ${event}`, to];
      });
    }),
);
const WORKERS_ALONE = ["keep", "keep_in_part", "break", "reopen"];
const ONLY_LOOK = ["contact viewer", "staff auditor"];

const cases = STATES.flatMap((state) =>
  EVENTS.flatMap((event) => ACTORS.map(([who, actor]) => [state, event, who, actor] as const)),
);

test("there is a case for every state, event and role", () => {
  expect(cases).toHaveLength(8 * 9 * 12);
  expect(Object.keys(PROMISE_TRANSITIONS).sort()).toEqual([...EVENTS].sort());
});

test.each(cases)("a promise that is %s: %s by %s", (from, event, who, actor) => {
  const attempt = () => transit("promise", PROMISE_TRANSITIONS, { event, from, actor, customerId: "his" });
  const to = follows.get(`${from} ${event}`);
  if (ONLY_LOOK.includes(who) || (WORKERS_ALONE.includes(event) && who !== "worker"))
    expect(attempt).toThrow(expect.objectContaining({ kind: "forbidden" }));
  else if (to === undefined)
    expect(attempt).toThrow(expect.objectContaining({ kind: "conflict", code: "promise.state" }));
  else expect(attempt()).toBe(to);
});

test("to a stranger a promise is not there, whatever he would do with it", () => {
  for (const event of EVENTS)
    expect(() =>
      transit("promise", PROMISE_TRANSITIONS, {
        event,
        from: "active",
        actor: contact("admin"),
        customerId: "another's",
      }),
    ).toThrow(expect.objectContaining({ kind: "missing" }));
});

test("only what stands or waits for an answer stops chasing", () => {
  expect(STATES.filter(isOpenPromise)).toEqual(["proposed", "active"]);
});

const word = (
  over: Partial<{ status: PromiseStatus; proposedSide: "customer" | "biller"; madeBy: string }> = {},
) => ({
  status: "proposed" as const,
  proposedSide: "customer" as const,
  madeBy: "contact:dana",
  customerId: "his",
  ...over,
});

test("nobody answers his own side's proposal, nor one that he passed on himself", () => {
  expect(isAnswerer(word(), contact("admin"))).toBe(false);
  expect(isAnswerer(word(), staff("collector"))).toBe(true);
  expect(isAnswerer(word({ madeBy: "staff:priya" }), staff("collector"))).toBe(false);
  expect(isAnswerer(word({ madeBy: "staff:other" }), staff("collector"))).toBe(true);
  const plan = word({ proposedSide: "biller", madeBy: "staff:other" });
  expect(isAnswerer(plan, contact("payer"))).toBe(true);
  expect(isAnswerer(plan, staff("manager"))).toBe(false);
});

test("a proposal is taken back by its own side; what stands may be given up by both", () => {
  const plan = word({ proposedSide: "biller", madeBy: "staff:other" });
  expect(isSpeaker(plan, contact("admin"))).toBe(false);
  expect(isSpeaker(plan, staff("collector"))).toBe(true);
  expect(isSpeaker(word(), staff("collector"))).toBe(false);
  // Passed on by a colleague, who may be asked by telephone to take it back.
  expect(isSpeaker(word({ madeBy: "staff:other" }), staff("collector"))).toBe(true);
  for (const actor of [contact("payer"), staff("collector")])
    expect(isSpeaker({ ...plan, status: "active" }, actor)).toBe(true);
});

test("a screen offers what the commands would do", () => {
  expect(promiseOptions(word(), staff("collector"))).toEqual({
    canAnswer: true,
    canChange: false,
    canCancel: false,
  });
  expect(promiseOptions(word({ status: "active" }), contact("payer"))).toEqual({
    canAnswer: false,
    canChange: true,
    canCancel: true,
  });
  for (const actor of [contact("viewer"), staff("auditor")])
    expect(promiseOptions(word(), actor)).toEqual({ canAnswer: false, canChange: false, canCancel: false });
  for (const status of ["kept", "part_kept", "broken", "cancelled", "replaced", "declined"] as const)
    expect(promiseOptions(word({ status }), contact("admin"))).toEqual({
      canAnswer: false,
      canChange: false,
      canCancel: false,
    });
});
