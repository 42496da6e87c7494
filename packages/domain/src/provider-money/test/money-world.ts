import { bankLines } from "@openitem/db/schema/bank";
import { transfers } from "@openitem/db/schema/ledger";
import { balanceTransactions, payouts } from "@openitem/db/schema/provider-money";
import { and, asc, eq } from "drizzle-orm";
import type { startStripeWorld } from "../../../test/stripe-world.ts";
import { camtOf } from "../../bank/camt-statement.ts";
import { createBankAccount } from "../../bank/create-bank-account.ts";
import { importBankStatement } from "../../bank/import-bank-statement.ts";
import type { ContactRole } from "../../kernel/context.ts";
import { decimal } from "../../kernel/money.ts";
import { read } from "../../kernel/transact.ts";
import { readPayment } from "../../payments/read-payment.ts";
import { startPayment } from "../../payments/start-payment.ts";
import { sweepProviderMoney } from "../sweep-provider-money.ts";

type StripeWorld = Awaited<ReturnType<typeof startStripeWorld>>;
type Method = "card" | "us_bank_account" | "sepa_debit";

/** A biller whose customers pay through Stripe's stand-in, and whose bank shows what a test says. */
export async function moneyWorld(stripe: StripeWorld) {
  const { world, paying } = await stripe.fresh();
  const { organizationId, worker } = world;
  const working = () => paying(worker);
  let shown = 0;
  const numbers = new Set<string>();

  return {
    ...world,
    stripe,
    working,
    paying,
    work: () => stripe.work(working()),
    sweep: () => sweepProviderMoney(working()),

    /** An invoice that is paid on Stripe's page and settled; with `settle: false` the bank still takes its time. */
    async paid(amountMinor = 100_00n, { method = "card" as Method, currency = "USD", settle = true } = {}) {
      const bill = await world.document({ amountMinor, currency });
      const wish = world.wish([[bill, amountMinor]], { currency });
      const role: ContactRole = "payer";
      await startPayment(paying(world.contact(role)), wish);
      const { payment } = await readPayment(worker, wish.paymentId);
      await stripe.control.completeSession(payment.checkoutId ?? "", { method });
      await stripe.work(working());
      const paymentOf = async () => (await readPayment(worker, wish.paymentId)).payment;
      const intentId = (await paymentOf()).intentId ?? "";
      if (method !== "card" && settle) {
        await stripe.control.settlePayment(intentId);
        await stripe.work(working());
      }
      return {
        bill,
        paymentId: wish.paymentId,
        intentId: (await paymentOf()).intentId ?? intentId,
        paymentOf,
      };
    },

    /** A line at the biller's bank, as a camt statement of a day brings it. */
    async bankShows(
      amountMinor: bigint,
      over: { currency?: string; on?: string; text?: string; name?: string; legalEntityId?: string } = {},
    ): Promise<string> {
      shown += 1;
      const on = over.on ?? new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
      const { currency = "USD", legalEntityId = world.legalEntityId } = over;
      const number = `${currency}BANK${legalEntityId.slice(-4).toUpperCase()}X`;
      if (!numbers.has(number)) {
        await createBankAccount(worker, { legalEntityId, currency, name: "Operating account", number });
        numbers.add(number);
      }
      const entry = {
        amount: decimal(amountMinor, currency),
        bookedOn: on,
        valueOn: on,
        reference: `BANKREF${shown}`,
        name: over.name ?? "STRIPE",
        text: over.text ?? "STRIPE PAYOUT",
      };
      await importBankStatement(worker, {
        bytes: camtOf("camt.054", [{ account: number, currency, id: `DAY-${shown}`, entries: [entry] }]),
        fileName: `day-${shown}.xml`,
      });
      return read(worker, async (tx) => {
        const [line] = await tx
          .select({ id: bankLines.id })
          .from(bankLines)
          .where(
            and(eq(bankLines.organizationId, organizationId), eq(bankLines.reference, `BANKREF${shown}`)),
          );
        return line!.id;
      });
    },

    lineOf: (lineId: string) =>
      read(worker, async (tx) => {
        const [line] = await tx.select().from(bankLines).where(eq(bankLines.id, lineId));
        return line!;
      }),

    payouts: () =>
      read(worker, (tx) =>
        tx
          .select()
          .from(payouts)
          .where(eq(payouts.organizationId, organizationId))
          .orderBy(asc(payouts.createdAt), asc(payouts.id)),
      ),

    movements: () =>
      read(worker, (tx) =>
        tx
          .select()
          .from(balanceTransactions)
          .where(eq(balanceTransactions.organizationId, organizationId))
          .orderBy(asc(balanceTransactions.occurredAt), asc(balanceTransactions.type)),
      ),

    /** What stands on an account of the journal, in minor units, debit positive; per legal entity when one is named. */
    balance: (account: string, currency = "USD", legalEntityId?: string) =>
      read(worker, async (tx) => {
        const rows = await tx
          .select()
          .from(transfers)
          .where(and(eq(transfers.organizationId, organizationId), eq(transfers.currency, currency)));
        return rows
          .filter((row) => legalEntityId === undefined || row.legalEntityId === legalEntityId)
          .reduce(
            (total, row) =>
              total +
              (row.debit === account ? row.amountMinor : 0n) -
              (row.credit === account ? row.amountMinor : 0n),
            0n,
          );
      }),
  };
}
