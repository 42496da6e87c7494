import { isDay } from "@openitem/domain/kernel/business-day";
import type { RefusalFacts } from "@openitem/domain/kernel/refusal";
import {
  type DatedAmount,
  type Plan,
  type Promisable,
  type PromiseWish,
  planPromise,
  type Standing,
} from "@openitem/domain/promises/plan";
import { type AmountFault, parseAmount } from "@openitem/ui/formats";
import { type Draft, fieldName } from "./draft.ts";

/* What a promise comes to while it is being written, by the rules of the command itself. Pure, the same on both sides. */

/** Why a field was not taken, by the code of the domain or of the amount as it was typed. */
export type TermsFault = { name: string } & (
  | { why: "amount"; fault: AmountFault; number: string | null }
  | { why: "no_day" }
  | { why: "rule"; code: string; facts: RefusalFacts; sentence: string }
);

export type Terms = Pick<Plan, "amountMinor" | "documentsMinor" | "rules" | "beyond"> & {
  documents: PromiseWish["documents"];
  instalments: DatedAmount[];
  faults: TermsFault[];
};

export type TermsFacts = {
  customerId: string;
  currency: string;
  locale: string;
  documents: readonly Promisable[];
  standing: Standing;
};

/** Reads a draft and compares it with what is open and with the rules. */
export function termsOf(draft: Draft, facts: TermsFacts): Terms {
  const { customerId, currency, locale, documents: found, standing } = facts;
  const numbers = new Map(found.map((item) => [item.id, item.number]));
  const unread = new Map<string, TermsFault>();
  const minorOf = (name: string, typed: string, number: string | null): bigint => {
    const parsed = parseAmount(typed, currency, locale);
    if (parsed.ok) return parsed.minor;
    unread.set(name, { name, why: "amount", fault: parsed.reason, number });
    return 0n;
  };
  const documents = draft.documents.map(({ itemId, amount }) => ({
    itemId,
    amountMinor: minorOf(fieldName.amount(itemId), amount, numbers.get(itemId) ?? null),
  }));
  const instalments = draft.dates.map(({ dueOn, amount }, index) => ({
    dueOn,
    amountMinor: minorOf(fieldName.dayAmount(index + 1), amount, null),
  }));
  const plan = planPromise({ customerId, currency, documents, instalments }, found, standing);
  const faults = [...unread.values()];
  const told = new Set(unread.keys());
  for (const { at, refusal } of plan.problems) {
    const { code, facts: why, message: sentence } = refusal;
    const name = nameOf(at, code);
    if (told.has(name)) continue;
    told.add(name);
    const isEmptyDay = code === "promise.day" && draft.dates[Number(name.split(".")[1]) - 1]?.dueOn === "";
    faults.push(isEmptyDay ? { name, why: "no_day" } : { name, why: "rule", code, facts: why, sentence });
  }
  return {
    documents,
    instalments,
    amountMinor: plan.amountMinor,
    documentsMinor: plan.documentsMinor,
    rules: plan.rules,
    beyond: plan.beyond,
    faults: inOrder(faults, draft),
  };
}

/** The days that can be drawn: real ones, by their place. */
export const drawnDays = ({ instalments }: Pick<Terms, "instalments">): DatedAmount[] =>
  instalments.filter(({ dueOn }) => isDay(dueOn));

type At = Plan["problems"][number]["at"];

function nameOf(at: At, code: string): string {
  if (at.part === "document") return fieldName.amount(at.itemId);
  if (at.part === "date")
    return code === "promise.amount" ? fieldName.dayAmount(at.no) : fieldName.day(at.no);
  return at.part;
}

function inOrder(faults: TermsFault[], draft: Draft): TermsFault[] {
  const order = [
    "documents",
    ...draft.documents.map(({ itemId }) => fieldName.amount(itemId)),
    ...draft.dates.flatMap((_, index) => [fieldName.day(index + 1), fieldName.dayAmount(index + 1)]),
    "instalments",
  ];
  return faults.toSorted((a, b) => order.indexOf(a.name) - order.indexOf(b.name));
}
