import { paymentMethods } from "@openitem/db/schema/autopay";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import type { PayingContext } from "../kernel/context.ts";
import { enqueue, read, record, type Tx, transact } from "../kernel/transact.ts";
import type { SavedMethod, Setup } from "../payments/gateway.ts";
import { permit } from "../policies/permissions.ts";
import { ENDED_BY_BANK, type Method } from "./autopay.ts";
import { detachEnded } from "./detach-method.ts";
import { endMethod, lockMethod, missingMethod, writeMethod } from "./lock-method.ts";

/** No page can still come of a call that is older: Stripe ends them after a day at most. */
const PAGE_GONE_MS = 25 * 3600_000;

export const followMethodInput = z.object({ methodId: z.uuid() });

/**
 * Brings a payment method to where the provider says it is: kept, refused, left, or ended at the bank. Events and the
 * person's return are only hints; what the provider has is read again. Repeating it changes nothing.
 */
export async function followMethod(
  ctx: PayingContext,
  { methodId }: z.infer<typeof followMethodInput>,
): Promise<Method["status"]> {
  const method = await read(ctx, async (tx) => {
    const [row] = await tx
      .select()
      .from(paymentMethods)
      .where(and(eq(paymentMethods.organizationId, ctx.organizationId), eq(paymentMethods.id, methodId)));
    if (!row) throw missingMethod();
    permit(ctx.actor, "method.change", row.customerId);
    return row;
  });
  if (method.status === "active" && method.providerRef) {
    const now = await ctx.gateway.readMethod(method.providerRef, method.mandateRef);
    return transact(ctx, async (tx) => adoptMethod(tx, ctx, await lockMethod(tx, ctx, methodId), now));
  }
  const setup = method.setupRef
    ? await ctx.gateway.readSetup(method.setupRef)
    : await ctx.gateway.findSetup(method.id, method.createdAt);
  const status = await transact(ctx, async (tx) =>
    adoptSetup(tx, ctx, await lockMethod(tx, ctx, methodId), setup),
  );
  // It was given up before its page was finished: what was kept there is let go of.
  if (status === "revoked") await detachEnded(ctx, methodId);
  return status;
}

async function adoptSetup(
  tx: Tx,
  ctx: PayingContext,
  method: Method,
  setup: Setup | null,
): Promise<Method["status"]> {
  if (setup && !method.setupRef) await writeMethod(tx, ctx, method, { setupRef: setup.setupRef });
  if (setup?.status === "ready" && setup.method) await keep(tx, ctx, method, setup.method, setup.mandateRef);
  else if (method.status === "pending") {
    const isGone = !setup && ctx.now.getTime() - method.createdAt.getTime() > PAGE_GONE_MS;
    const failure =
      setup?.status === "failed"
        ? (setup.failure ?? "The bank did not accept it.")
        : setup?.status === "expired" || isGone
          ? "The page was not finished."
          : null;
    if (failure) {
      await writeMethod(tx, ctx, method, { status: "failed", failure, endedAt: ctx.now });
      await record(tx, ctx, {
        action: "method.failed",
        subject: ["method", method.id],
        customerId: method.customerId,
        data: { failure },
      });
    }
  }
  return method.status;
}

async function keep(
  tx: Tx,
  ctx: PayingContext,
  method: Method,
  { ref: providerRef, customerRef, kind, brand, last4, expiresOn }: SavedMethod,
  mandateRef: string | null,
): Promise<void> {
  const facts = {
    providerRef,
    providerCustomerRef: customerRef ?? method.providerCustomerRef,
    kind,
    brand,
    last4,
    expiresOn,
    mandateRef,
  };
  if (method.status === "active") return;
  if (method.status === "revoked") {
    await writeMethod(tx, ctx, method, facts);
    return;
  }
  await writeMethod(tx, ctx, method, {
    ...facts,
    status: "active",
    activeAt: ctx.now,
    endedAt: null,
    failure: null,
  });
  await record(tx, ctx, {
    action: "method.added",
    subject: ["method", method.id],
    customerId: method.customerId,
    data: { kind, brand, last4, words: method.consentWords },
  });
  await enqueue(tx, ctx, "method.added_mail", { methodId: method.id });
}

async function adoptMethod(
  tx: Tx,
  ctx: PayingContext,
  method: Method,
  now: { method: SavedMethod; isMandateActive: boolean | null } | null,
): Promise<Method["status"]> {
  if (method.status !== "active") return method.status;
  const isGone = !now || now.method.customerRef === null;
  if (isGone || now.isMandateActive === false) {
    await endMethod(tx, ctx, method, ENDED_BY_BANK);
    if (isGone) await writeMethod(tx, ctx, method, { detachedAt: ctx.now });
    return method.status;
  }
  // A card that was renewed keeps its reference and gets another date.
  const { brand, last4, expiresOn } = now.method;
  if (brand !== method.brand || last4 !== method.last4 || expiresOn !== method.expiresOn)
    await writeMethod(tx, ctx, method, { brand, last4, expiresOn });
  return method.status;
}
