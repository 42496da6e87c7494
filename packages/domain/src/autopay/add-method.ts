import { newId } from "@openitem/db/ids";
import { contacts } from "@openitem/db/schema/access";
import { paymentMethods } from "@openitem/db/schema/autopay";
import { organizations } from "@openitem/db/schema/organizations";
import { insertRow } from "@openitem/db/statement";
import { and, asc, eq, ne } from "drizzle-orm";
import { z } from "zod";
import { actorKey, type Context, type PayingContext } from "../kernel/context.ts";
import { isCurrency } from "../kernel/money.ts";
import { invariant, Refusal } from "../kernel/refusal.ts";
import { read, record, type Tx, transact, transactOnce } from "../kernel/transact.ts";
import { GatewayRefused, type Setup, type SetupSpec } from "../payments/gateway.ts";
import { permit } from "../policies/permissions.ts";
import { readPolicy } from "../policies/read-policy.ts";
import { keptKinds, type Method } from "./autopay.ts";
import { MANDATE_WORDS, mandateText } from "./consent-words.ts";
import { lockMethod, missingMethod, writeMethod } from "./lock-method.ts";

/** How long the page waits to be finished. Stripe's least is half an hour. */
const PAGE_LASTS_MS = 60 * 60_000;

export const addMethodInput = z.object({
  /** Made by the form, so that a double click or a retry is the same method. */
  methodId: z.uuid().default(newId),
  customerId: z.uuid(),
  /** The money it is to be charged in: not every method can be charged in every currency. */
  currency: z.string().refine(isCurrency, "This is not a currency we know."),
  /** One kind alone; all that suit the currency without. */
  kind: z.enum(["card", "us_bank_account", "sepa_debit"]).nullish(),
});

/**
 * Sets out to keep a payment method for later charges. The row is written first, then the provider is asked for a page
 * where the person enters it and agrees to the mandate; asked again with the same id it is the same page. Nothing is
 * charged. Answers where the person goes on. Refuses `method.kind` and `method.provider`.
 */
export async function addMethod(
  ctx: PayingContext,
  raw: z.input<typeof addMethodInput>,
): Promise<{ methodId: string; url: string }> {
  const input = addMethodInput.parse(raw);
  const { methodId } = input;
  await transactOnce(ctx, { name: "method.add", key: methodId, input }, async (tx) => {
    permit(ctx.actor, "method.change", input.customerId);
    const kinds = await kindsOf(tx, ctx, input.currency, input.kind ?? null);
    const [kind] = kinds;
    if (!kind)
      throw new Refusal(
        "invalid",
        "method.kind",
        `This kind of payment method cannot be charged in ${input.currency}. Choose another.`,
        { currency: input.currency },
      );
    await insertRow(tx, paymentMethods, {
      organizationId: ctx.organizationId,
      id: methodId,
      customerId: input.customerId,
      // What it really is stands on the page that is to come.
      kind: kind as Method["kind"],
      brand: "",
      last4: "",
      providerCustomerRef: (await knownCustomerRef(tx, ctx, input.customerId)) ?? "",
      status: "pending",
      consentWords: MANDATE_WORDS,
      addedBy: actorKey(ctx.actor),
      addedByName: ctx.actor.name,
      createdAt: ctx.now,
    });
    await record(tx, ctx, {
      action: "method.adding",
      subject: ["method", methodId],
      customerId: input.customerId,
      data: { currency: input.currency, words: MANDATE_WORDS },
    });
    return {};
  });
  // Outside any transaction, as with every call to the provider.
  return { methodId, url: await openPage(ctx, methodId, input.currency, input.kind ?? null) };
}

async function openPage(
  ctx: PayingContext,
  methodId: string,
  currency: string,
  kind: string | null,
): Promise<string> {
  const { method, spec } = await read(ctx, async (tx) => {
    const [method] = await tx
      .select()
      .from(paymentMethods)
      .where(and(eq(paymentMethods.organizationId, ctx.organizationId), eq(paymentMethods.id, methodId)));
    if (!method) throw missingMethod();
    return { method, spec: await pageOf(tx, ctx, method, currency, kind) };
  });
  if (method.status !== "pending") throw over();
  let setup: Setup;
  try {
    const isFirst = method.createdAt.getTime() === ctx.now.getTime();
    const made = method.setupRef
      ? await ctx.gateway.readSetup(method.setupRef)
      : isFirst
        ? null
        : await ctx.gateway.findSetup(methodId, method.createdAt);
    setup = made ?? (await ctx.gateway.openSetup(spec));
  } catch (error) {
    const refused = error instanceof GatewayRefused;
    if (refused) await giveUp(ctx, methodId, error.message);
    throw new Refusal(
      "conflict",
      "method.provider",
      refused
        ? "The page for your payment method could not be opened. Nothing was kept."
        : "Stripe has not answered. Nothing was kept. Try again in a minute.",
    );
  }
  await noteSetup(ctx, methodId, setup.setupRef);
  if (setup.url) return setup.url;
  throw over();
}

const over = () =>
  new Refusal(
    "conflict",
    "method.over",
    "This page is no longer open. Look at your payment methods before you add it again.",
  );

async function noteSetup(ctx: Context, methodId: string, setupRef: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const method = await lockMethod(tx, ctx, methodId);
    if (!method.setupRef) await writeMethod(tx, ctx, method, { setupRef });
  });
}

async function giveUp(ctx: Context, methodId: string, failure: string): Promise<void> {
  await transact(ctx, async (tx) => {
    const method = await lockMethod(tx, ctx, methodId);
    if (method.status === "pending")
      await writeMethod(tx, ctx, method, { status: "failed", failure, endedAt: ctx.now });
  });
}

async function kindsOf(tx: Tx, ctx: Context, currency: string, kind: string | null): Promise<string[]> {
  const { methods } = await readPolicy(tx, ctx, "payment");
  const kinds = keptKinds(currency, methods[currency] ?? methods["*"] ?? ["card"]);
  return kind ? kinds.filter((each) => each === kind) : kinds;
}

/** The provider's customer of an earlier method of the account, so that all are kept in one place. */
async function knownCustomerRef(tx: Tx, ctx: Context, customerId: string): Promise<string | null> {
  const [known] = await tx
    .select({ ref: paymentMethods.providerCustomerRef })
    .from(paymentMethods)
    .where(
      and(
        eq(paymentMethods.organizationId, ctx.organizationId),
        eq(paymentMethods.customerId, customerId),
        ne(paymentMethods.providerCustomerRef, ""),
      ),
    )
    .orderBy(asc(paymentMethods.createdAt))
    .limit(1);
  return known?.ref ?? null;
}

/** The page as it is asked for: the same however often, since the provider compares it with the first time. */
async function pageOf(
  tx: Tx,
  ctx: PayingContext,
  method: Method,
  currency: string,
  kind: string | null,
): Promise<SetupSpec> {
  const [adder, contactId] = method.addedBy.split(":");
  const [contact] =
    adder === "contact" && contactId
      ? await tx
          .select({ email: contacts.email })
          .from(contacts)
          .where(and(eq(contacts.organizationId, ctx.organizationId), eq(contacts.id, contactId)))
      : [];
  const [biller] = await tx
    .select({ name: organizations.name })
    .from(organizations)
    .where(eq(organizations.id, ctx.organizationId));
  invariant(biller, "a method is kept at a biller");
  const returnUrl = `${ctx.portalUrl}/payment-methods/${method.id}`;
  return {
    key: method.id,
    organizationId: ctx.organizationId,
    methodId: method.id,
    customerRef: method.providerCustomerRef || null,
    kinds: await kindsOf(tx, ctx, currency, kind),
    currency,
    email: contact?.email ?? null,
    mandateText: mandateText(biller.name),
    successUrl: `${returnUrl}?returned=1`,
    cancelUrl: `${returnUrl}?cancelled=1`,
    expiresAt: new Date(method.createdAt.getTime() + PAGE_LASTS_MS),
  };
}
