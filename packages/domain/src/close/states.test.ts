import { describe, expect, test } from "vitest";
import type { Actor, StaffRole } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transit } from "../kernel/transitions.ts";
import { type CheckRule, type CheckState, type Figure, figureText, stateOf } from "./check.ts";
import { PERIOD_TRANSITIONS, type PeriodStatus } from "./period.ts";

type Event = keyof typeof PERIOD_TRANSITIONS;
const STATES: readonly PeriodStatus[] = ["open", "closing", "closed"];

/** Where each event leads from open, closing and closed, and who may let it happen. Written apart from the table. */
const EXPECTED: Readonly<Record<Event, [ways: (PeriodStatus | null)[], who: readonly StaffRole[]]>> = {
  begin: [
    ["closing", null, null],
    ["finance", "manager"],
  ],
  prepare: [
    [null, "closing", null],
    ["finance", "manager"],
  ],
  back: [
    [null, "open", null],
    ["finance", "manager"],
  ],
  close: [[null, "closed", null], ["manager"]],
  reopen: [[null, null, "open"], ["manager"]],
};

const ROLES: readonly StaffRole[] = ["collector", "team_lead", "finance", "manager", "auditor", "admin"];
const EVERYBODY: readonly [string, Actor][] = [
  ...ROLES.map((role): [string, Actor] => [role, { kind: "staff", staffId: "s", name: "Priya", role }]),
  ["worker", { kind: "worker", name: "test" }],
];

describe.each(Object.keys(EXPECTED) as Event[])("%s", (event) => {
  const [ways, who] = EXPECTED[event];
  test.each(EVERYBODY)("by %s", (name, actor) => {
    const found = STATES.map((from) => {
      try {
        return transit("period", PERIOD_TRANSITIONS, { event, from, actor });
      } catch (error) {
        if (error instanceof Refusal) return error.kind === "conflict" ? error.code : error.kind;
        throw error;
      }
    });
    const may = (who as readonly string[]).includes(name);
    expect(found).toEqual(ways.map((way) => (may ? (way ?? "period.state") : "forbidden")));
  });
});

/** What a check asks for: nothing found, found, found and noted, found and signed at that figure, signed at another. */
test.each<[CheckRule, CheckState[]]>([
  ["clear", ["done", "blocks", "blocks", "blocks", "blocks"]],
  ["explained", ["done", "needs_note", "to_sign", "done", "to_sign"]],
  ["signed", ["done", "to_sign", "to_sign", "done", "to_sign"]],
  ["reviewed", ["to_sign", "to_sign", "to_sign", "done", "to_sign"]],
])("a check that is to be %s", (rule, expected) => {
  const faults = rule === "clear" ? 2 : 0;
  const nothing: Figure = { items: 0, faults: 0, amounts: [] };
  const something: Figure = { items: 2, faults, amounts: [{ currency: "USD", minor: 5_00n }] };
  const signed = { note: "Because", signedAt: new Date("2026-11-03T08:00:00Z") };
  const unsigned = { note: null, signedAt: null, signedFigure: null };
  expect([
    stateOf(rule, nothing, undefined),
    stateOf(rule, something, unsigned),
    stateOf(rule, something, { ...unsigned, note: "Because" }),
    stateOf(rule, something, { ...signed, signedFigure: figureText(something) }),
    stateOf(rule, something, { ...signed, signedFigure: figureText(nothing) }),
  ]).toEqual(expected);
});

test("what waits for approval blocks a list that would only be signed", () => {
  const figure: Figure = { items: 3, faults: 1, amounts: [{ currency: "USD", minor: 5_00n }] };
  const record = { note: null, signedAt: new Date("2026-11-03"), signedFigure: figureText(figure) };
  expect(stateOf("signed", figure, record)).toBe("blocks");
});

test("the same figure reads the same in any order, another one differently", () => {
  const dollars = { currency: "USD", minor: 1n };
  const euros = { currency: "EUR", minor: 2n };
  const text = (amounts: Figure["amounts"], items = 2) => figureText({ items, faults: 0, amounts });
  expect(text([dollars, euros])).toBe(text([euros, dollars]));
  expect(text([dollars])).not.toBe(text([euros]));
  expect(text([dollars], 3)).not.toBe(text([dollars]));
});
