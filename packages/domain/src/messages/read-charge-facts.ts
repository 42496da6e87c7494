import { charges, paymentMethods } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import type { Charge } from "../autopay/charge.ts";
import { missingCharge, readLines } from "../autopay/lock-charge.ts";
import { fromHeld } from "../autopay/plan-charge.ts";
import { decimal } from "../kernel/money.ts";
import type { Tx } from "../kernel/transact.ts";
import type { ChargeFacts, LeftOut } from "./charge-letters.ts";
import { listed } from "./listed.ts";
import type { MailingContext } from "./mailing-context.ts";
import { readAccountFacts, readPersonOrInCharge } from "./read-account-readers.ts";
import type { Addressee } from "./read-addressee.ts";

export type ChargeLetterFacts = {
  charge: Charge;
  to: Addressee[];
  facts: Omit<ChargeFacts, "reader">;
  leftOut: LeftOut[];
  /** The portal's page on which its documents are paid by hand. */
  payUrl: string;
};

/** As many documents as an address holds; the others are chosen on the page. */
const PAID_BY_ADDRESS_MAX = 40;

/** As many amounts left out as a letter names; the charge's page has them all. */
const LEFT_OUT_MAX = 40;

/**
 * What every letter about a charge says, and to whom: who consented to it, else those in charge of the account. Old
 * debt that the consent does not cover is no news. Refuses `charge.missing`.
 */
export async function readChargeFacts(
  tx: Tx,
  ctx: MailingContext,
  chargeId: string,
): Promise<ChargeLetterFacts> {
  const [row] = await tx
    .select({
      charge: charges,
      method: { brand: paymentMethods.brand, last4: paymentMethods.last4 },
    })
    .from(charges)
    .innerJoin(
      paymentMethods,
      and(eq(paymentMethods.organizationId, charges.organizationId), eq(paymentMethods.id, charges.methodId)),
    )
    .where(and(eq(charges.organizationId, ctx.organizationId), eq(charges.id, chargeId)));
  if (!row) throw missingCharge();
  const { charge, method } = row;
  const { currency, customerId, causeKind, chargeOn, amountMinor } = charge;
  const items = await readLines(tx, ctx, chargeId);
  const lines = items.map(({ number, amountMinor: minor }) => ({ number, minor }));
  const paid = items.slice(0, PAID_BY_ADDRESS_MAX).map(({ itemId }) => ["item", itemId]);
  return {
    charge,
    to: await readPersonOrInCharge(tx, ctx, charge.requestedBy, customerId),
    facts: {
      ...(await readAccountFacts(tx, ctx, customerId)),
      currency,
      cause: causeKind,
      method: `${method.brand} ${method.last4}`,
      on: chargeOn,
      amount: decimal(amountMinor, currency),
      documents: listed(lines, currency, ({ number }, amount) => ({ number, amount })),
      url: `${ctx.portalUrl}/charges/${chargeId}`,
    },
    payUrl: `${ctx.portalUrl}/pay?${new URLSearchParams([...paid, ["currency", currency]])}`,
    leftOut: fromHeld(charge.held)
      .filter(({ reason }) => reason !== "before_consent" && reason !== "already_brought")
      .slice(0, LEFT_OUT_MAX)
      .map(({ number, reason, amountMinor: minor }) => ({
        number,
        reason,
        amount: decimal(minor, currency),
      })),
  };
}
