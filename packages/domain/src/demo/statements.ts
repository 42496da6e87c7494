import { send } from "@openitem/db/statement";
import { type CamtEntry, camtOf } from "../bank/camt-statement.ts";
import { importBankStatement } from "../bank/import-bank-statement.ts";
import { decimal, sum } from "../kernel/money.ts";
import { read } from "../kernel/transact.ts";
import { type BankMoney, UNSEEN } from "./bank-money.ts";
import type { DemoBank } from "./banks.ts";
import { ENTITIES } from "./company.ts";
import { isLost } from "./payouts.ts";
import type { ProviderBook } from "./provider-book.ts";
import { asWorker, type Stage } from "./stage.ts";

/* The statements of the company's banks: what was before, the last days, and yesterday. */

/** Offsets of the first and last day of each. */
const BEFORE = [-365, -10] as const;
const LATELY = [-9, UNSEEN - 1] as const;
const YESTERDAY = [UNSEEN, UNSEEN] as const;
/** Receipts recorded by hand since this day are seen at the bank; what was before is another system's. */
const RECORDED_SINCE = -24;

/** A receipt that somebody recorded when he heard of it, and that the bank shows as well. */
export type Recorded = { itemId: string; ref: string; on: number; amountMinor: bigint; text: string };

const RECORDED = `
  select i.id, i.number, i.amount_minor::text, i.reference, $5::date - i.issued_on as days_ago
  from items i
  where i.organization_id = $1 and i.legal_entity_id = $2 and i.currency = $3 and i.kind = 'receipt'
    and i.issued_on between $4::date and $5::date and i.created_at < $6::timestamptz
    and exists (select from transfers t where t.organization_id = i.organization_id and t.cause_kind = 'item'
      and t.cause_id = i.id and t.debit = 'bank_clearing')
  order by i.issued_on, i.number`;

export async function readRecorded(stage: Stage, { entity, currency }: DemoBank): Promise<Recorded[]> {
  const { calendar } = stage;
  const ctx = asWorker(stage, "demo", calendar.now);
  const days = [calendar.day(RECORDED_SINCE), calendar.day(UNSEEN - 1)];
  // What was made of the statements themselves came after them.
  const before = calendar.at(UNSEEN, "07:00").toISOString();
  const rows = await read(ctx, (tx) =>
    send(tx, RECORDED, [ctx.organizationId, ENTITIES[entity].id, currency, ...days, before]),
  );
  return rows.map((row) => ({
    itemId: String(row.id),
    ref: String(row.number),
    on: UNSEEN - 1 - Number(row.days_ago),
    amountMinor: BigInt(String(row.amount_minor)),
    text: String(row.reference ?? ""),
  }));
}

type Sheet = { name: string; from: number; to: number; entries: BankMoney[]; openingMinor: bigint };

/** Everything the bank booked, divided into its statements. */
export function sheetsOf(
  bank: DemoBank,
  money: readonly BankMoney[],
  recorded: readonly Recorded[],
  book: ProviderBook,
): Sheet[] {
  const arrived = book.payouts
    .filter((payout) => payout.currency === bank.currency && !isLost(payout))
    .map(({ ref, made, amountMinor }): BankMoney => {
      const text = "STRIPE PAYOUT";
      return { ref: ref.slice(-8).toUpperCase(), on: made + 2, amountMinor, name: "STRIPE", text };
    });
  const all: BankMoney[] = [
    ...arrived,
    ...recorded.map(({ ref, on, amountMinor, text }) => ({ ref, on, amountMinor, text })),
    ...money,
  ].toSorted((a, b) => a.on - b.on);
  let openingMinor = bank.openingMinor;
  return [BEFORE, LATELY, YESTERDAY].map(([from, to], index) => {
    const entries = all.filter(({ on }) => on >= from && on <= to);
    const sheet = { name: `${bank.entity}-${index + 1}`, from, to, entries, openingMinor };
    openingMinor += sum(entries.map(({ amountMinor }) => amountMinor));
    return sheet;
  });
}

/** The bank's reference of an entry: what the story finds its line by. */
export const bankRef = ({ entity }: DemoBank, ref: string): string => `${entity}-${ref}`.toUpperCase();

/** Sends a statement to the company, as a camt.053 file. */
export async function importSheet(stage: Stage, bank: DemoBank, sheet: Sheet, at: Date): Promise<void> {
  const { currency, number: account } = bank;
  const { day } = stage.calendar;
  const text = (minor: bigint) => decimal(minor, currency);
  const closingMinor = sheet.openingMinor + sum(sheet.entries.map(({ amountMinor }) => amountMinor));
  const bytes = camtOf("camt.053", [
    {
      account,
      currency,
      id: `${sheet.name}-${day(sheet.to)}`,
      from: day(sheet.from),
      to: day(sheet.to),
      opening: text(sheet.openingMinor),
      closing: text(closingMinor),
      entries: sheet.entries.map(
        ({ ref, on, amountMinor, ...entry }): CamtEntry => ({
          ...entry,
          amount: text(amountMinor),
          bookedOn: day(on),
          valueOn: day(on),
          reference: bankRef(bank, ref),
        }),
      ),
    },
  ]);
  const fileName = `camt.053-${account.slice(-4)}-${day(sheet.to)}.xml`;
  await importBankStatement(asWorker(stage, "bank", at), { bytes, fileName });
}
