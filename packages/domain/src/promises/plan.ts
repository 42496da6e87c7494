import { type ItemKind, isDebit } from "../items/item.ts";
import { addDays, daysBetween, isDay } from "../kernel/business-day.ts";
import { decimal, isCurrency, parseDecimal, sum } from "../kernel/money.ts";
import { Refusal } from "../kernel/refusal.ts";
import type { PromisePolicy } from "../policies/policy.ts";

/*
 * What may be promised, and what of it stands at once. Pure: the form shows with it what the command will say. Amounts
 * are minor units of the promise's currency, days are those of the account's calendar.
 */

/** A document as a promise finds it. */
export type Promisable = {
  id: string;
  kind: ItemKind;
  number: string;
  customerId: string;
  currency: string;
  openMinor: bigint;
  inFlightMinor: bigint;
  disputedMinor: bigint;
  /** Promised already, by others than the promise that is to be replaced. */
  promisedMinor: bigint;
  /** What is left: open, not on its way, not in question, not promised yet. */
  promisableMinor: bigint;
};

export type DatedAmount = { dueOn: string; amountMinor: bigint };

export type PromiseWish = {
  customerId: string;
  currency: string;
  documents: readonly { itemId: string; amountMinor: bigint }[];
  instalments: readonly DatedAmount[];
};

/** What the rules are compared with. */
export type Standing = {
  /** In the account's time zone. */
  today: string;
  /** Open promises of the account, without the one that is to be replaced. */
  otherOpenPromises: number;
  /** How often the promise has been changed, this change included. */
  renewals: number;
  policy: PromisePolicy;
};

export type RuleCode = "instalments" | "smallest" | "open_promises" | "days_out" | "renewals";

/** A rule with its limit and what the promise makes of it. Beyond it a promise is a request. */
export type PromiseRule =
  | { code: Exclude<RuleCode, "smallest">; limit: number; actual: number; isMet: boolean }
  | { code: "smallest"; limitMinor: bigint; actualMinor: bigint; isMet: boolean };

/** Something that keeps a promise from being made at all, and where on the form it stands. `no` counts from 1. */
export type Problem = {
  at:
    | { part: "documents" | "instalments" }
    | { part: "document"; itemId: string }
    | { part: "date"; no: number };
  refusal: Refusal;
};

export type Plan = {
  /** The sum of the dates. */
  amountMinor: bigint;
  /** The sum of the documents; the two agree when there is no problem. */
  documentsMinor: bigint;
  problems: Problem[];
  rules: PromiseRule[];
  /** Codes of the rules that are not met: why somebody has to accept it. Empty: it stands at once. */
  beyond: RuleCode[];
};

/** No promise is for a day further away than this, whoever accepts it. */
const DAYS_AHEAD_MAX = 366;
/** Nor has it more dates. */
const DATES_MAX = 60;
const DOCUMENTS_MAX = 500;

/** Compares a promise with what is open and with the rules. The command refuses with the first problem. */
export function planPromise(wish: PromiseWish, found: readonly Promisable[], standing: Standing): Plan {
  const documentsMinor = sum(wish.documents.map((each) => each.amountMinor));
  const amountMinor = sum(wish.instalments.map((each) => each.amountMinor));
  const problems = [...documentProblems(wish, found), ...dateProblems(wish, standing.today)];
  if (problems.length === 0 && documentsMinor !== amountMinor) {
    const facts = {
      documents: decimal(documentsMinor, wish.currency),
      dates: decimal(amountMinor, wish.currency),
      currency: wish.currency,
    };
    const sentence = `The dates come to ${facts.dates} ${facts.currency}, the documents to ${facts.documents}. Make them equal.`;
    problems.push({
      at: { part: "instalments" },
      refusal: new Refusal("invalid", "promise.sum", sentence, facts),
    });
  }
  const rules = compareRules(wish, standing);
  return {
    amountMinor,
    documentsMinor,
    problems,
    rules,
    beyond: rules.filter((rule) => !rule.isMet).map((rule) => rule.code),
  };
}

function documentProblems(wish: PromiseWish, found: readonly Promisable[]): Problem[] {
  const { documents, currency, customerId } = wish;
  const whole = (refusal: Refusal): Problem[] => [{ at: { part: "documents" }, refusal }];
  if (!isCurrency(currency))
    return whole(new Refusal("invalid", "promise.currency", "This is not a currency we know.", { currency }));
  if (documents.length === 0)
    return whole(
      new Refusal("invalid", "promise.no_documents", "Choose at least one invoice to promise to pay."),
    );
  if (documents.length > DOCUMENTS_MAX)
    return whole(
      new Refusal(
        "invalid",
        "promise.too_many_documents",
        `Choose at most ${DOCUMENTS_MAX} documents for one promise.`,
        { max: DOCUMENTS_MAX },
      ),
    );
  if (new Set(documents.map((each) => each.itemId)).size < documents.length)
    return whole(new Refusal("invalid", "promise.document_twice", "Name each document once."));
  const byId = new Map(found.map((item) => [item.id, item]));
  return documents.flatMap(({ itemId, amountMinor }) => {
    const refusal = documentRefusal(byId.get(itemId), amountMinor, currency, customerId);
    return refusal ? [{ at: { part: "document", itemId } as const, refusal }] : [];
  });
}

function documentRefusal(
  item: Promisable | undefined,
  amountMinor: bigint,
  currency: string,
  customerId: string,
): Refusal | null {
  if (!item || item.kind === "refund" || !isDebit(item.kind))
    return new Refusal(
      "missing",
      "promise.document_missing",
      "We cannot find one of these invoices on your account.",
    );
  const { number } = item;
  if (item.customerId !== customerId)
    return new Refusal(
      "invalid",
      "promise.other_account",
      `${number} belongs to another account. Make a promise for each account.`,
      { number },
    );
  if (item.currency !== currency)
    return new Refusal(
      "invalid",
      "promise.mixed_currency",
      `${number} is in ${item.currency}. Make a promise for each currency.`,
      { number, currency: item.currency },
    );
  if (amountMinor <= 0n) return noAmount({ number });
  const freeMinor = item.promisableMinor;
  if (amountMinor <= freeMinor) return null;
  const facts = {
    number,
    most: decimal(freeMinor, currency),
    entered: decimal(amountMinor, currency),
    open: decimal(item.openMinor, currency),
    inFlight: decimal(item.inFlightMinor, currency),
    disputed: decimal(item.disputedMinor, currency),
    promised: decimal(item.promisedMinor, currency),
    currency,
  };
  return freeMinor > 0n
    ? new Refusal(
        "conflict",
        "promise.over_open",
        `At most ${facts.most} ${currency} of ${number} can be promised; you entered ${facts.entered}.`,
        facts,
      )
    : new Refusal("conflict", `promise.${takenBy(item)}`, `${number} ${TAKEN[takenBy(item)]}`, facts);
}

const TAKEN = {
  paid: "is paid already. Leave it out.",
  in_flight: "is being paid already. Leave it out.",
  disputed: "is in dispute. It can be promised when the dispute is answered.",
  promised: "is promised already. Change that promise instead.",
} as const;

/** What keeps a document from being promised: whatever takes most of it. */
function takenBy(item: Promisable): keyof typeof TAKEN {
  if (item.openMinor === 0n) return "paid";
  const { inFlightMinor, disputedMinor, promisedMinor } = item;
  if (promisedMinor >= inFlightMinor && promisedMinor >= disputedMinor) return "promised";
  return disputedMinor >= inFlightMinor ? "disputed" : "in_flight";
}

const noAmount = (facts: { number?: string; date?: number }): Refusal =>
  new Refusal("invalid", "promise.amount", "Enter an amount above zero.", facts);

function dateProblems({ instalments }: PromiseWish, today: string): Problem[] {
  const whole = (refusal: Refusal): Problem[] => [{ at: { part: "instalments" }, refusal }];
  if (instalments.length === 0)
    return whole(new Refusal("invalid", "promise.no_dates", "Say on which day you will pay."));
  if (instalments.length > DATES_MAX)
    return whole(
      new Refusal("invalid", "promise.too_many_dates", `A promise has at most ${DATES_MAX} dates.`, {
        max: DATES_MAX,
      }),
    );
  return instalments.flatMap(({ dueOn, amountMinor }, index) => {
    const at = { part: "date", no: index + 1 } as const;
    const refusal = dayRefusal(dueOn, instalments[index - 1]?.dueOn, today);
    const problems: Problem[] = refusal ? [{ at, refusal }] : [];
    if (amountMinor <= 0n) problems.push({ at, refusal: noAmount({ date: index + 1 }) });
    return problems;
  });
}

function dayRefusal(dueOn: string, before: string | undefined, today: string): Refusal | null {
  const refuse = (code: string, sentence: string) => new Refusal("invalid", code, sentence, { dueOn });
  if (!isDay(dueOn)) return refuse("promise.day", "This is not a day of the calendar.");
  if (dueOn < today) return refuse("promise.past", "This day is over. Choose today or a later day.");
  if (daysBetween(today, dueOn) > DAYS_AHEAD_MAX)
    return refuse("promise.too_far", "This day is more than a year away. Choose an earlier one.");
  if (before !== undefined && isDay(before) && dueOn <= before)
    return refuse("promise.order", "Each date has to be later than the one before it.");
  return null;
}

/** Every rule with its limit and what the dates make of it, in the order in which people read them. */
export function compareRules(
  { instalments, currency }: Pick<PromiseWish, "instalments" | "currency">,
  standing: Standing,
): PromiseRule[] {
  const { today, otherOpenPromises, renewals, policy } = standing;
  const atMost = (
    code: Exclude<RuleCode, "smallest">,
    limit: number,
    actual: number,
  ): Extract<PromiseRule, { limit: number }> => ({ code, limit, actual, isMet: actual <= limit });
  const days = instalments.filter(({ dueOn }) => isDay(dueOn)).map(({ dueOn }) => daysBetween(today, dueOn));
  const smallest = instalments.reduce<bigint | null>(
    (least, { amountMinor }) => (least === null || amountMinor < least ? amountMinor : least),
    null,
  );
  const limitMinor = smallestInstalment(policy, currency);
  return [
    atMost("instalments", policy.instalmentsMax, instalments.length),
    {
      code: "smallest",
      limitMinor,
      actualMinor: smallest ?? 0n,
      // It keeps a debt from being cut into crumbs: one date for all that is promised is no cutting.
      isMet: instalments.length <= 1 || smallest === null || smallest >= limitMinor,
    },
    atMost("open_promises", policy.openMax, otherOpenPromises + 1),
    atMost("days_out", policy.daysOut, Math.max(0, ...days)),
    atMost("renewals", policy.renewalsMax, renewals),
  ];
}

/** The least that one of several instalments may be. A currency the policy does not name has no least. */
function smallestInstalment({ smallest }: PromisePolicy, currency: string): bigint {
  const text = smallest[currency] ?? smallest["*"];
  return text === undefined ? 0n : (parseDecimal(text, currency) ?? 0n);
}

/** `totalMinor` in `count` equal amounts, what does not divide on the last. Null when there is less than one unit for each. */
export function splitEvenly(totalMinor: bigint, count: number): bigint[] | null {
  if (count < 1 || totalMinor < BigInt(count)) return null;
  const each = totalMinor / BigInt(count);
  return Array.from({ length: count }, (_, index) =>
    index < count - 1 ? each : totalMinor - each * BigInt(count - 1),
  );
}

/**
 * The same amounts, none later than `days` from today: what was meant for later falls on that last day, so that the
 * promise keeps to the rule about days.
 */
export function keepWithin(instalments: readonly DatedAmount[], days: number, today: string): DatedAmount[] {
  const lastDay = addDays(today, days);
  const byDay = new Map<string, bigint>();
  for (const { dueOn, amountMinor } of instalments) {
    const on = dueOn < lastDay ? dueOn : lastDay;
    byDay.set(on, (byDay.get(on) ?? 0n) + amountMinor);
  }
  return [...byDay].map(([dueOn, amountMinor]) => ({ dueOn, amountMinor }));
}

/** The first problem as the command throws it. */
export function refuseProblems({ problems }: Plan): void {
  const [first] = problems;
  if (first) throw first.refusal;
}
