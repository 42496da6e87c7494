import type { Warn } from "../warning-list.ts";
import { type BankEntry, type BankStatement, blankStatement } from "./bank-file.ts";
import { checkTotals } from "./check-statements.ts";
import { mtStatementLine } from "./mt-61.ts";
import { mtDetails } from "./mt-86.ts";
import { type MtDetails, noDetails } from "./mt-details.ts";
import type { MtField, MtMessage } from "./mt-fields.ts";
import { nonSwiftDetails } from "./mt-non-swift.ts";
import { type MtBalance, mtAmount, mtBalance } from "./mt-values.ts";

/** Reads one message into a statement: MT940 and 950 close a day, MT941 and 942 report on one. */
export function mtStatement(message: MtMessage, warn: Warn): BankStatement {
  const one = (...tags: readonly string[]) => firstOf(message, tags, warn);
  const text = (field: MtField | null) => field?.lines.join("").trim() || null;
  const balances = message.fields
    .filter(({ tag }) => /^6[0245]/.test(tag))
    .flatMap((field) => mtBalance(field.tag, field.lines[0] ?? "", { line: field.line }, warn) ?? []);
  const opening = lastBalance(balances, "60F") ?? lastBalance(balances, "60M");
  const closing = lastBalance(balances, "62F") ?? lastBalance(balances, "62M");
  warnOfRepeated(balances, message, warn);
  const floor = text(one("34F"))?.slice(0, 3) ?? null;
  const held = accountOf(text(firstOf(message, ["25", "25P"], warn)));
  const currency = opening?.currency ?? closing?.currency ?? balances[0]?.currency ?? floor ?? held.currency;
  const { entries, information } = readEntries(message, currency, warn);
  const source = { line: message.fields[0]?.line ?? 1 };
  checkDeclared(message, entries, information, warn);
  return {
    ...blankStatement,
    kind: isInterim(message) ? "report" : "statement",
    id: text(one("20")),
    sequence: text(one("28", "28C")),
    account: held.account,
    currency,
    openingBalance: opening?.amount ?? null,
    openingBalanceType: opening?.type ?? null,
    closingBalance: closing?.amount ?? null,
    closingBalanceType: closing?.type ?? null,
    balances,
    from: opening?.date ?? null,
    to: closing?.date ?? null,
    entries,
    information: information.length > 0 ? information.join("\n") : null,
    source,
  };
}

/** Whether a message is an interim report: it has floor limits or sums of its own, or says so in its envelope. */
export function isInterim({ type, fields }: MtMessage): boolean {
  if (type !== null) return type === "942" || type === "941";
  return fields.some(({ tag }) => tag === "34F" || tag === "13D" || tag.startsWith("90"));
}

/** An account may bear its currency at the end (`51210600/9223382012EUR`); it stays a part of the number. */
function accountOf(text: string | null): { account: string | null; currency: string | null } {
  const match = /^(.*\d)\s*([A-Z]{3})$/s.exec(text ?? "");
  const currency = match?.[1] && !/^[A-Z]{2}\d{2}/.test(match[1]) ? (match[2] ?? null) : null;
  return { account: text, currency };
}

function lastBalance(balances: readonly MtBalance[], type: string): MtBalance | null {
  return balances.findLast((balance) => balance.type === type) ?? null;
}

function warnOfRepeated(balances: readonly MtBalance[], message: MtMessage, warn: Warn): void {
  for (const tag of ["60F", "60M", "62F", "62M"]) {
    const fields = message.fields.filter((field) => field.tag === tag);
    if (fields.length < 2 || !lastBalance(balances, tag)) continue;
    const said = `Field ${tag} comes ${fields.length} times in one message; the last one is used.`;
    warn("field-repeated", said, { line: fields[1]?.line ?? 1 });
  }
}

/** The first field of these tags; one that comes again is warned of, with what it says. */
function firstOf(message: MtMessage, tags: readonly string[], warn: Warn): MtField | null {
  const [first = null, ...others] = message.fields.filter(({ tag }) => tags.includes(tag));
  for (const other of first?.tag === "34F" ? [] : others) {
    const text = other.lines.join(" ").slice(0, 60);
    warn("field-repeated", `Field ${other.tag} comes again and was not used: "${text}".`, {
      line: other.line,
    });
  }
  return first;
}

type Reading = { readonly entries: BankEntry[]; readonly information: string[] };

/** Goes through the fields in order: 86 and NS tell of the entry before them, or of the whole statement. */
function readEntries(message: MtMessage, currency: string | null, warn: Warn): Reading {
  const entries: BankEntry[] = [];
  const information: string[] = [];
  let pending: { entry: BankEntry; lines: string[]; other: string[] } | null = null;
  let lost = false;
  const finish = () => {
    if (pending) entries.push(entryWith(pending.entry, pending.lines, pending.other));
    pending = null;
  };
  for (const field of message.fields) {
    if (field.tag === "61") {
      finish();
      const entry = mtStatementLine(field, currency, warn);
      lost = entry === null;
      pending = entry && { entry, lines: [], other: [] };
    } else if (field.tag === "86" || field.tag === "NS") {
      const lines = pending ? (field.tag === "86" ? pending.lines : pending.other) : information;
      if (lost)
        warn("details-lost", "The details of an unreadable entry were not used.", { line: field.line });
      else lines.push(...field.lines.filter((line, index) => line.trim() !== "" || index === 0));
    } else {
      finish();
      lost = false;
    }
  }
  finish();
  return { entries, information: information.map((line) => line.trim()).filter((line) => line !== "") };
}

function entryWith(entry: BankEntry, lines: readonly string[], other: readonly string[]): BankEntry {
  const details: MtDetails =
    lines.length > 0 ? mtDetails(lines) : other.length > 0 ? nonSwiftDetails(other) : noDetails;
  const account = details.counterparty.account ?? ibanIn(entry.details);
  return {
    ...entry,
    proprietaryCode: details.proprietaryCode,
    counterparty: { ...details.counterparty, account },
    remittance: details.remittance,
    endToEndId: details.endToEndId,
    returnReason: details.returnReason,
    instructedAmount: entry.instructedAmount ?? details.instructedAmount,
    charges: entry.charges.length > 0 ? entry.charges : details.charges,
    exchangeRate: entry.exchangeRate ?? details.exchangeRate,
    references: {
      ...entry.references,
      customer: details.customerReference ?? entry.references.customer,
      mandate: details.mandate,
      creditor: details.creditor,
    },
    details:
      [entry.details, details.text === details.remittance.unstructured ? null : details.text]
        .filter((text) => text !== null)
        .join("\n") || null,
  };
}

/** Dutch banks give the other side's IBAN on the second line of field 61. */
function ibanIn(details: string | null): string | null {
  return /^[A-Z]{2}\d{2}[A-Z0-9]{11,30}(?=\s|$)/.exec(details ?? "")?.[0] ?? null;
}

/** Sums and counts of fields 90D and 90C, and of the `D000004C000002D25,24C28,71` that ING adds at the end. */
function checkDeclared(
  message: MtMessage,
  entries: readonly BankEntry[],
  information: readonly string[],
  warn: Warn,
): void {
  for (const field of message.fields.filter(({ tag }) => tag.startsWith("90"))) {
    const place = { line: field.line };
    const match = /^(\d{1,5})([A-Z]{3})([\d.,]+)$/.exec((field.lines[0] ?? "").trim());
    const sum = mtAmount(match?.[3] ?? "");
    if (!match || sum === null) {
      warn(
        "totals-unreadable",
        `Field ${field.tag} is not a count and a sum: "${field.lines[0]?.slice(0, 40)}".`,
        place,
      );
      continue;
    }
    const what = field.tag === "90C" ? "credits" : "debits";
    checkTotals({ what, count: Number(match[1]), sum }, entries, place, warn);
  }
  const ing = information
    .map((line) => /^D(\d{6})C(\d{6})D([\d,]+)C([\d,]+)$/.exec(line))
    .find((match) => match);
  if (!ing) return;
  const place = { line: message.fields[0]?.line ?? 1 };
  checkTotals({ what: "debits", count: Number(ing[1]), sum: mtAmount(ing[3] ?? "") }, entries, place, warn);
  checkTotals({ what: "credits", count: Number(ing[2]), sum: mtAmount(ing[4] ?? "") }, entries, place, warn);
}
