import { decimal } from "../kernel/money.ts";

/* What is looked at before a month is closed, and what follows from what was found. Pure. */

export type Money = { currency: string; minor: bigint };

/** What a check found. Computed from the rows each time it is shown. */
export type Figure = {
  items: number;
  amounts: readonly Money[];
  /** How many of the items stand against closing; with a rule of `signed` those that no signature covers. */
  faults: number;
};

/**
 * What a check asks for. clear: nothing may be left. explained: what is left is explained in a note and signed.
 * signed: somebody has looked at the list; an empty one needs nobody. reviewed: a figure that is always signed.
 */
export type CheckRule = "clear" | "explained" | "signed" | "reviewed";

export const CHECK_RULES = {
  events_posted: "clear",
  bank_lines_matched: "clear",
  statements_complete: "clear",
  payouts_tied: "clear",
  provider_money_explained: "clear",
  unapplied_cash: "explained",
  payments_in_flight: "signed",
  large_disputes: "explained",
  subledger_control: "clear",
  ageing_control: "clear",
  write_offs_approved: "signed",
  allowance_reviewed: "reviewed",
} as const satisfies Record<string, CheckRule>;

export type CheckCode = keyof typeof CHECK_RULES;
export const CHECK_CODES = Object.keys(CHECK_RULES) as [CheckCode, ...CheckCode[]];

/** What people added to a check. */
export type CheckRecord = {
  note: string | null;
  signedAt: Date | null;
  signedFigure: string | null;
};

export type CheckState = "done" | "blocks" | "needs_note" | "to_sign";

/** A figure as text: what a signature is bound to. The same figure always reads the same. */
export function figureText({ items, amounts, faults }: Figure): string {
  const sums = [...amounts]
    .filter(({ minor }) => minor !== 0n)
    .sort((a, b) => (a.currency < b.currency ? -1 : 1))
    .map(({ currency, minor }) => `${currency} ${decimal(minor, currency)}`);
  return [`${items}/${faults}`, ...sums].join("; ");
}

/** Whether the check was signed at the figure it shows now. */
const isSigned = (figure: Figure, record: CheckRecord | undefined): boolean =>
  record !== undefined && record.signedAt !== null && record.signedFigure === figureText(figure);

/** Whether the check takes a signature at all, as it stands. */
export function takesSignature(rule: CheckRule, figure: Figure): boolean {
  if (rule === "clear") return false;
  return rule === "reviewed" || figure.items > 0;
}

/** What a check asks for now. */
export function stateOf(rule: CheckRule, figure: Figure, record: CheckRecord | undefined): CheckState {
  if (figure.faults > 0 && rule !== "explained") return "blocks";
  if (!takesSignature(rule, figure) || isSigned(figure, record)) return "done";
  return rule === "explained" && !record?.note ? "needs_note" : "to_sign";
}

/** Why a month cannot be closed, the most pressing first. */
export type Hindrance = "not_over" | "earlier_open" | "role" | "blocked" | "unsigned" | "prepared";

type ClosingFacts = {
  toOn: string;
  fromOn: string;
  today: string;
  /** Whether an earlier month was begun and is not closed. */
  earlierOpen: boolean;
  mayClose: boolean;
  /** Whether the person has noted or signed a check of this month. */
  prepared: boolean;
  states: readonly CheckState[];
  /** The day after the closed books; null while nothing was ever closed. */
  expectedFromOn: string | null;
};

/** What stands in the way of closing; empty when nothing does. */
export function hindrancesOf(facts: ClosingFacts): Hindrance[] {
  const { states, expectedFromOn } = facts;
  const found: [Hindrance, boolean][] = [
    ["not_over", facts.today <= facts.toOn],
    ["earlier_open", facts.earlierOpen || (expectedFromOn !== null && facts.fromOn > expectedFromOn)],
    ["blocked", states.includes("blocks")],
    ["unsigned", states.includes("needs_note") || states.includes("to_sign")],
    ["role", !facts.mayClose],
    ["prepared", facts.prepared],
  ];
  return found.filter(([, holds]) => holds).map(([hindrance]) => hindrance);
}
