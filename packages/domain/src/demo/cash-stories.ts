import { send } from "@openitem/db/statement";
import { setLineElsewhere } from "../bank/set-line-elsewhere.ts";
import { tieLineToReceipt, tieLineToRefund } from "../bank/tie-line.ts";
import { confirmMatch } from "../cash/confirm-match.ts";
import { exchangeCredit } from "../cash/exchange-credit.ts";
import { recordExchangeRate } from "../cash/record-exchange-rate.ts";
import { refundCredit } from "../cash/refund-credit.ts";
import { runMatch } from "../cash/run-match.ts";
import { setPayer } from "../cash/set-payer.ts";
import { startMatchRun } from "../cash/start-match-run.ts";
import { transferCredit } from "../cash/transfer-credit.ts";
import { undoApplication } from "../cash/undo-application.ts";
import { undoDecision } from "../cash/undo-decision.ts";
import { invariant } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { tiePayouts } from "../provider-money/tie-payouts.ts";
import { bankMoney, SENT_BACK_MINOR } from "./bank-money.ts";
import { BANKS, type DemoBank } from "./banks.ts";
import type { CashDebts } from "./cash-debts.ts";
import type { EntityCode } from "./company.ts";
import { customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import { recordProviderMoney } from "./payouts.ts";
import { readProviderBook } from "./provider-book.ts";
import { asStaff, asWorker, type Happening, itemId, play, type Stage } from "./stage.ts";
import { bankRef, importSheet, type Recorded, readRecorded, sheetsOf } from "./statements.ts";

/*
 * Money at the bank: statements came, the machine applied what is plain, people decided a few of the rest, and yesterday's
 * nobody has looked at.
 */

/** Receipts recorded by hand up to this day were found at the bank; the later ones wait for somebody to say so. */
const TIED_UNTIL = -6;

export async function cashStories(stage: Stage, debts: CashDebts): Promise<void> {
  const book = await readProviderBook(stage);
  await recordProviderMoney(stage, book);
  const money = bankMoney(stage, debts);
  const { calendar } = stage;
  const yesterday = (time: string) => calendar.at(-1, time);
  const accounts = await Promise.all(
    BANKS.map(async (bank) => {
      const recorded = await readRecorded(stage, bank);
      return { bank, recorded, sheets: sheetsOf(bank, money[bank.entity], recorded, book) };
    }),
  );
  const arrivals = [calendar.at(-9, "07:00"), yesterday("07:05"), yesterday("18:10")];
  await play([
    ...accounts.flatMap(({ bank, sheets }) =>
      sheets.map((sheet, index): Happening => {
        const at = arrivals[index] ?? yesterday("18:10");
        return { at, run: () => importSheet(stage, bank, sheet, at) };
      }),
    ),
    ...accounts.map(({ bank, recorded }) => tied(stage, bank, recorded)),
    { at: yesterday("07:20"), run: () => tiePayouts(asWorker(stage, "payments", yesterday("07:20"))) },
    { at: yesterday("07:30"), run: () => match(stage, yesterday("07:30")) },
    ...decided(stage, debts),
  ]);
}

/** The machine looks at all that waits, as the worker has it. */
async function match(stage: Stage, at: Date): Promise<void> {
  const { runId } = await startMatchRun(asStaff(stage, "ingrid", at), { key: demoId("match-run") });
  // A run that a cut load left behind is nobody else's.
  await runMatch(asWorker(stage, "cash", at), { runId }, { silentSeconds: 0 });
}

/** What was recorded by hand is the same money as the bank's. */
function tied(stage: Stage, bank: DemoBank, recorded: readonly Recorded[]): Happening {
  const at = stage.calendar.at(-1, "07:10");
  const ctx = asStaff(stage, "luis", at);
  return {
    at,
    async run() {
      for (const { ref, on, itemId: receiptId } of recorded)
        if (on <= TIED_UNTIL)
          await tieLineToReceipt(ctx, {
            key: demoId(`tie:${receiptId}`),
            lineId: await lineOf(stage, bank.entity, ref),
            itemId: receiptId,
          });
    },
  };
}

/** What people made of it yesterday morning. */
function decided(stage: Stage, debts: CashDebts): Happening[] {
  const act = (time: string, run: (at: Date) => Promise<unknown>): Happening => {
    const at = stage.calendar.at(-1, time);
    return { at, run: () => run(at) };
  };
  const us = (ref: string) => lineOf(stage, "US01", ref);
  const de = (ref: string) => lineOf(stage, "DE01", ref);
  const key = (name: string) => demoId(`cash:${name}`);
  const [reminders, numbers] = debts.short;
  invariant(reminders && numbers, "two invoices were paid short");
  return [
    act("09:05", async (at) =>
      setLineElsewhere(asStaff(stage, "ingrid", at), {
        key: key("bank-fee"),
        lineId: await us("bank-fee"),
        note: "Bank charges of October",
      }),
    ),
    act("09:12", async (at) =>
      confirmMatch(asStaff(stage, "ingrid", at), {
        key: key("short"),
        lineId: await us("short"),
        receiptId: null,
        customerId: customerOf("harborview").id,
        applications: [
          { itemId: itemId(reminders.key), amountMinor: reminders.amountMinor - 120_00n },
          { itemId: itemId(numbers.key), amountMinor: numbers.amountMinor },
        ],
        differences: [
          {
            itemId: itemId(reminders.key),
            kind: "write_off",
            amountMinor: 120_00n,
            reason: "Not worth asking a hospital for",
          },
        ],
      }),
    ),
    act("09:20", async (at) =>
      setPayer(asStaff(stage, "ingrid", at), {
        key: key("nothing-open"),
        lineId: await us("nothing-open"),
        customerId: customerOf("lanterna").id,
      }),
    ),
    act("09:24", async (at) =>
      transferCredit(asStaff(stage, "ingrid", at), {
        key: key("transfer"),
        creditId: await receiptOf(stage, "US01", "nothing-open"),
        amountMinor: 160_00n,
        toCustomerId: customerOf("cedar").id,
        reason: "Paid for the hotel it shares a building with, says its letter",
      }),
    ),
    act("09:30", async (at) =>
      refundCredit(asStaff(stage, "ingrid", at), {
        key: key("sent-back"),
        creditId: await receiptOf(stage, "US01", "nothing-open"),
        amountMinor: SENT_BACK_MINOR,
        reason: "Paid twice what was agreed for the year",
        payTo: "First Harbor Bank, account ending in 2207",
      }),
    ),
    act("18:20", async (at) =>
      tieLineToRefund(asStaff(stage, "luis", at), {
        key: key("sent-back-tied"),
        lineId: await us("sent-back"),
        itemId: await refundOf(stage, await receiptOf(stage, "US01", "nothing-open")),
      }),
    ),
    act("09:40", async (at) => undoMatch(stage, debts, at)),
    act("09:50", async (at) =>
      undoDecision(asStaff(stage, "luis", at), {
        key: key("asked"),
        decisionId: await decisionOf(stage, debts.nearly.key),
        reason: "They pay short each month; asked for it",
      }),
    ),
    act("10:05", async (at) =>
      setPayer(asStaff(stage, "luis", at), {
        key: key("abroad"),
        lineId: await de("abroad"),
        customerId: customerOf("pennine").id,
      }),
    ),
    act("10:08", async (at) =>
      recordExchangeRate(asStaff(stage, "luis", at), {
        key: key("rate"),
        fromCurrency: "EUR",
        toCurrency: "GBP",
        onDay: stage.calendar.day(-3),
        rate: "0.8541",
        source: "European Central Bank",
      }),
    ),
    act("10:10", async (at) =>
      exchangeCredit(asStaff(stage, "luis", at), {
        key: key("exchange"),
        creditId: await receiptOf(stage, "DE01", "abroad"),
        amountMinor: 3_512_40n,
        intoCurrency: "GBP",
        // 3,512.40 at 0.8541.
        applications: [{ itemId: itemId(debts.abroad.key), amountMinor: 2_999_94n }],
        reason: "Paid in euro for an invoice in pounds",
      }),
    ),
  ];
}

/** What the machine applied was right by the number and wrong by the contract. */
async function undoMatch(stage: Stage, debts: CashDebts, at: Date): Promise<void> {
  const receiptId = await receiptOf(stage, "US01", "undone");
  const applicationId = await one(
    stage,
    `select id from applications where organization_id = $1 and credit_id = $2 and debit_id = $3 and reverses_id is null`,
    [receiptId, itemId(debts.undone.key)],
  );
  await undoApplication(asStaff(stage, "ingrid", at), {
    key: demoId("cash:undone"),
    applicationId,
    appliedOn: stage.calendar.day(-1),
    reason: "Wrong contract: this pays the deposit of next season",
  });
}

const lineOf = (stage: Stage, entity: EntityCode, ref: string): Promise<string> =>
  ofLine(stage, entity, ref, "id");

/** The receipt that a line has become. */
const receiptOf = (stage: Stage, entity: EntityCode, ref: string): Promise<string> =>
  ofLine(stage, entity, ref, "receipt_id");

function ofLine(stage: Stage, entity: EntityCode, ref: string, column: "id" | "receipt_id"): Promise<string> {
  const bank = BANKS.find((each) => each.entity === entity);
  invariant(bank, "each legal entity has a bank");
  return one(
    stage,
    `select ${column} as id from bank_lines where organization_id = $1 and bank_account_id = $2 and reference = $3 and part = 0`,
    [bank.id, bankRef(bank, ref)],
  );
}

const decisionOf = (stage: Stage, document: string): Promise<string> =>
  one(stage, "select id from cash_decisions where organization_id = $1 and item_id = $2", [itemId(document)]);

const refundOf = (stage: Stage, receiptId: string): Promise<string> =>
  one(
    stage,
    "select result_ids[1] as id from cash_decisions where organization_id = $1 and item_id = $2 and kind = 'refund'",
    [receiptId],
  );

async function one(stage: Stage, text: string, values: readonly string[]): Promise<string> {
  const ctx = asWorker(stage, "demo", stage.calendar.now);
  const [row] = await read(ctx, (tx) => send(tx, text, [ctx.organizationId, ...values]));
  invariant(row?.id, `the story finds its line: ${values.join(" ")}`);
  return String(row.id);
}
