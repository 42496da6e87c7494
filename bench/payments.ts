import type { Client } from "@openitem/db/client";
import { newId } from "@openitem/db/ids";
import type { Context, PayingContext } from "@openitem/domain/kernel/context";
import { adoptFacts } from "@openitem/domain/payments/follow-payment";
import {
  type Checkout,
  GatewayRefused,
  NO_SAVED_METHODS,
  type PaymentGateway,
} from "@openitem/domain/payments/gateway";
import { NO_MONEY } from "@openitem/domain/payments/money-gateway";
import { startPayment } from "@openitem/domain/payments/start-payment";
import { type Biller, contextOf, payer } from "./biller.ts";

const CURRENCY = "USD";

/** An open invoice, and who owes it. */
export type Payable = { itemId: string; customerId: string; openMinor: bigint };

/** A payment provider in this process that opens a page for every payment and is asked nothing else. */
const instantGateway: PaymentGateway = {
  ...NO_SAVED_METHODS,
  ...NO_MONEY,
  openCheckout: async ({ paymentId }) => checkoutOf(paymentId, "open"),
  readCheckout: unasked,
  findCheckout: unasked,
  expireCheckout: unasked,
  readIntent: unasked,
  refund: unasked,
  readEvent: () => {
    throw new GatewayRefused("no events here");
  },
  listEvents: unasked,
};

async function unasked(): Promise<never> {
  throw new GatewayRefused("not asked for here");
}

const checkoutOf = (paymentId: string, status: Checkout["status"]): Checkout => ({
  checkoutId: `cs_${paymentId}`,
  url: `https://checkout.test/cs_${paymentId}`,
  status,
  intentId: status === "complete" ? `pi_${paymentId}` : null,
  paymentId,
});

/** The open invoices of a biller, in the order of their ids. */
export async function readPayables(owner: Client, { organizationId }: Biller): Promise<Payable[]> {
  const rows = await owner`
    select id, customer_id, open_minor from items
    where organization_id = ${organizationId} and kind = 'invoice' and open_minor > 0 order by id`;
  return rows.map((row) => ({
    itemId: String(row.id),
    customerId: String(row.customer_id),
    openMinor: BigInt(row.open_minor),
  }));
}

/** A contact sets out to pay these invoices, all of one customer, in full or by a share of each. */
export async function startPaying(ctx: Context, payables: readonly Payable[], divisor = 1n): Promise<string> {
  const { customerId } = payables[0]!;
  const paying: PayingContext = {
    ...contextOf(ctx.organizationId, ctx.db, payer([customerId])),
    gateway: instantGateway,
    portalUrl: "http://portal.test",
  };
  const { paymentId } = await startPayment(paying, {
    paymentId: newId(),
    customerId,
    currency: CURRENCY,
    debits: payables.map(({ itemId, openMinor }) => ({
      itemId,
      amountMinor: openMinor / divisor || 1n,
      shortReason: divisor === 1n ? null : "other",
    })),
    credits: [],
    onAccountMinor: 0n,
  });
  return paymentId;
}

/** The provider says that the money is there; throws unless the payment is settled by it. */
export async function settlePayment(ctx: Context, paymentId: string, receivedMinor: bigint): Promise<void> {
  const status = await adoptFacts(ctx, paymentId, {
    checkout: checkoutOf(paymentId, "complete"),
    intent: {
      intentId: `pi_${paymentId}`,
      paymentId,
      status: "succeeded",
      currency: CURRENCY,
      receivedMinor,
      method: "card",
      chargeId: `ch_${paymentId}`,
      failure: null,
      refunds: [],
      disputes: [],
    },
  });
  if (status !== "settled") throw new Error(`Payment ${paymentId} is ${status} after its money came.`);
}
