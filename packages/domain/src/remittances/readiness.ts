import { addDays } from "../kernel/business-day.ts";
import { decimal, sum } from "../kernel/money.ts";
import { Refusal, type RefusalFacts } from "../kernel/refusal.ts";
import type { Candidate } from "./documents-named.ts";
import { coveredMinor, type Remittance, type RemittanceLine } from "./remittance.ts";
import type { RemittancePolicy } from "./remittance-policy.ts";

/* What keeps a remittance from being confirmed, as the screen lists it and the command refuses it. Pure. */

export type Lack = {
  /** The line it is about; null for the whole. */
  lineNo: number | null;
  /** Stable: "remittance.line_open". */
  code: string;
  sentence: string;
  facts: RefusalFacts;
};

type Head = Pick<Remittance, "paidOn" | "totalMinor" | "currency">;
export type CheckedLine = Pick<
  RemittanceLine,
  | "lineNo"
  | "written"
  | "itemId"
  | "settled"
  | "netMinor"
  | "discountMinor"
  | "deductionMinor"
  | "reason"
  | "readAs"
>;

export type Rules = { today: string; reasons: readonly string[] } & Pick<
  RemittancePolicy,
  "backDaysMax" | "aheadDaysMax"
>;

/** Everything that is still to be settled, the whole first, then line by line. Empty: it can be confirmed. */
export function lacksOf(
  head: Head,
  lines: readonly CheckedLine[],
  documents: ReadonlyMap<string, Candidate>,
  rules: Rules,
): Lack[] {
  const lacks = headLacks(head, rules);
  const currency = head.currency ?? "";
  for (const line of lines) {
    const lack = lineLack(line, documents, currency, rules);
    if (lack) lacks.push({ lineNo: line.lineNo, ...lack });
  }
  if (head.totalMinor === null || !head.currency) return lacks;
  const linesMinor = sum(lines.map(({ netMinor }) => netMinor));
  if (linesMinor !== head.totalMinor)
    lacks.push({
      lineNo: null,
      code: "remittance.sum",
      sentence: `The lines come to ${decimal(linesMinor, currency)} and the payment to ${decimal(head.totalMinor, currency)}. Correct one of them, or put the difference on account.`,
      facts: {
        lines: decimal(linesMinor, currency),
        total: decimal(head.totalMinor, currency),
        difference: decimal(head.totalMinor - linesMinor, currency),
        currency,
      },
    });
  return lacks;
}

function headLacks({ paidOn, totalMinor, currency }: Head, rules: Rules): Lack[] {
  const lacks: Lack[] = [];
  const add = (code: string, sentence: string, facts: RefusalFacts = {}) =>
    lacks.push({ lineNo: null, code, sentence, facts });
  if (!currency) add("remittance.currency", "Choose the currency of the payment.");
  if (totalMinor === null) add("remittance.total_missing", "Enter the amount you sent.");
  else if (totalMinor <= 0n)
    add("remittance.total_not_positive", "The amount you sent must be more than zero.");
  const earliest = addDays(rules.today, -rules.backDaysMax);
  const latest = addDays(rules.today, rules.aheadDaysMax);
  if (!paidOn) add("remittance.day_missing", "Enter the day you sent the money.");
  else if (paidOn < earliest || paidOn > latest)
    add("remittance.day", `The day you sent the money must lie between ${earliest} and ${latest}.`, {
      earliest,
      latest,
    });
  return lacks;
}

type LineLack = Omit<Lack, "lineNo">;

function lineLack(
  line: CheckedLine,
  documents: ReadonlyMap<string, Candidate>,
  currency: string,
  { reasons }: Rules,
): LineLack | null {
  const { settled, itemId, netMinor, discountMinor, deductionMinor, reason, lineNo, readAs } = line;
  const document = itemId ? documents.get(itemId) : undefined;
  const name = document?.number ?? line.written ?? String(lineNo);
  if (readAs.amount)
    return lack("line_amount", `The amount of line ${lineNo} could not be taken as it is. Enter it.`, {
      name,
    });
  if (settled === "open")
    return lack(
      "line_open",
      `Choose the invoice that line ${lineNo} is about, or put its amount on account.`,
      { name },
    );
  const needsReason = deductionMinor !== 0n || (settled === "on_account" && netMinor < 0n);
  if (needsReason && (reason === null || !reasons.includes(reason)))
    return lack("line_reason", `Say what was deducted for on ${name}.`, {
      name,
      amount: decimal(deductionMinor === 0n ? -netMinor : deductionMinor, currency),
      currency,
    });
  if (settled === "on_account") return null;
  if (!document)
    return lack("line_missing", `${name} is not there any more. Choose another invoice.`, { name });
  if (document.currency !== currency)
    return lack("line_currency", `${name} is in ${document.currency}, and the payment in ${currency}.`, {
      name,
      currency,
    });
  if (document.openMinor === 0n)
    return lack(
      "line_paid",
      `${name} has nothing open any more. Choose another invoice, or put its amount on account.`,
      { name },
    );
  const isCredit = document.kind === "credit_memo";
  if (isCredit ? netMinor >= 0n : netMinor < 0n || coveredMinor(line) <= 0n || discountMinor < 0n)
    return lack(
      "line_sign",
      isCredit
        ? `${name} is a credit memo: its amount lowers the payment, so write it with a minus.`
        : `The amount for ${name} must be more than zero.`,
      { name },
    );
  return null;
}

const lack = (code: string, sentence: string, facts: RefusalFacts): LineLack => ({
  code: `remittance.${code}`,
  sentence,
  facts,
});

/** Refuses with the first of what is lacking, which says how many more there are. */
export function refuseLacks(lacks: readonly Lack[]): void {
  const [first, ...more] = lacks;
  if (!first) return;
  throw new Refusal("invalid", first.code, first.sentence, { ...first.facts, more: more.length });
}
