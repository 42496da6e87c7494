import { newId } from "@openitem/db/ids";
import { outbox } from "@openitem/db/schema/activity";
import { charges } from "@openitem/db/schema/autopay";
import { and, asc, eq, inArray } from "drizzle-orm";
import { raiseDispute } from "../../disputes/raise-dispute.ts";
import { readItem } from "../../items/read-item.ts";
import type { ContactRole, Context } from "../../kernel/context.ts";
import { read, transact } from "../../kernel/transact.ts";
import { mailChargeAnnounced } from "../../messages/mail-charge-announced.ts";
import { mailChargeFailed } from "../../messages/mail-charge-failed.ts";
import { mailChargeHeld } from "../../messages/mail-charge-held.ts";
import { mailMethodRevoked } from "../../messages/mail-method.ts";
import { mailPreparedPayment } from "../../messages/mail-prepared-payment.ts";
import type { MailingContext } from "../../messages/mailing-context.ts";
import { newMailWorld } from "../../messages/test/mail-world.ts";
import { addMethod } from "../add-method.ts";
import { changeAutopay } from "../change-autopay.ts";
import type { Charge } from "../charge.ts";
import { AUTOPAY_WORDS } from "../consent-words.ts";
import { followCharge } from "../follow-charge.ts";
import { followMethod } from "../follow-method.ts";
import { readAutopay } from "../read-autopay.ts";
import { sweepCharges } from "../sweep-charges.ts";

type Payload = Record<string, string>;
const id = (payload: Payload, name: string): string => payload[name] ?? "";
/** Who writes the letters of this part, by the kind of the job that asks for one. */
const LETTERS: Record<string, (ctx: MailingContext, payload: Payload) => Promise<unknown>> = {
  "charge.announced_mail": (ctx, of) => mailChargeAnnounced(ctx, { chargeId: id(of, "chargeId") }),
  "charge.held_mail": (ctx, of) => mailChargeHeld(ctx, { chargeId: id(of, "chargeId") }),
  "charge.failed_mail": (ctx, of) =>
    mailChargeFailed(ctx, { chargeId: id(of, "chargeId"), paymentId: id(of, "paymentId") }),
  "method.revoked_mail": (ctx, of) => mailMethodRevoked(ctx, { methodId: id(of, "methodId") }),
  "prepared_payment.mail": (ctx, of) => mailPreparedPayment(ctx, { preparedId: id(of, "preparedId") }),
};

export const at = (day: string): Date => new Date(`${day}T15:00:00Z`);

/** An account with a person in charge, a kept payment method, and a worker that sweeps and does what the sweeps ask for. */
export async function newChargeWorld(role: ContactRole = "admin") {
  const world = await newMailWorld();
  const dana = await world.invite(role);
  const on = (ctx: Context, day: string) => world.paying({ ...ctx, now: at(day) });

  async function keepMethod(over: Parameters<typeof world.gateway.keep>[1] = {}): Promise<string> {
    const { methodId } = await addMethod(world.paying(dana.as), {
      methodId: newId(),
      customerId: world.customerId,
      currency: "USD",
    });
    world.gateway.keep(methodId, over);
    await followMethod(world.paying(dana.as), { methodId });
    return methodId;
  }

  async function turnOn(
    methodId: string,
    over: { daysBefore?: number; capMinor?: bigint | null; day?: string } = {},
  ): Promise<string> {
    const { daysBefore = 0, capMinor = null, day = "2026-11-18" } = over;
    const { autopays } = await readAutopay({ ...dana.as, now: at(day) }, world.customerId);
    const { autopayId } = await changeAutopay(
      { ...dana.as, now: at(day) },
      {
        key: newId(),
        customerId: world.customerId,
        currency: "USD",
        seenAt: autopays[0]?.changedAt ?? null,
        to: "on",
        methodId,
        daysBefore,
        capMinor,
        consentWords: AUTOPAY_WORDS,
      },
    );
    return autopayId;
  }

  /** Does the letters and follow-ups that commands have asked for so far. */
  async function work(day: string): Promise<string[]> {
    const mailing = world.mailing(at(day));
    const jobs = await transact(world.worker, async (tx) => {
      const mine = and(
        eq(outbox.organizationId, world.organizationId),
        inArray(outbox.kind, [...Object.keys(LETTERS), "charge.follow"]),
      );
      const rows = await tx.select().from(outbox).where(mine).orderBy(asc(outbox.id));
      await tx.delete(outbox).where(mine);
      return rows;
    });
    for (const { kind, payload } of jobs)
      if (kind === "charge.follow")
        await followCharge(on(world.worker, day), { chargeId: payload.chargeId ?? "" });
      else await LETTERS[kind]?.(mailing, payload);
    // What is done may ask for more.
    return jobs.length > 0 ? [...jobs.map(({ kind }) => kind), ...(await work(day))] : [];
  }

  /** What the worker does on a day: it sweeps, does what was asked for, and sweeps again. */
  async function live(day: string) {
    const first = await sweepCharges(on(world.worker, day));
    await work(day);
    const second = await sweepCharges(on(world.worker, day));
    await work(day);
    return { failures: [...first.failures, ...second.failures], made: first.made + second.made };
  }

  const allCharges = (): Promise<Charge[]> =>
    read(world.worker, (tx) =>
      tx
        .select()
        .from(charges)
        .where(eq(charges.organizationId, world.organizationId))
        .orderBy(asc(charges.createdAt), asc(charges.id)),
    );

  const letters = () => world.mailer.inbox.map(({ tags }) => tags?.kind);

  return { ...world, dana, on, keepMethod, turnOn, work, live, charges: allCharges, letters };
}

export type ChargeWorld = Awaited<ReturnType<typeof newChargeWorld>>;

/** Autopay on the due day since 18 November, and an invoice of 100.00 that is due on the 25th: noticed on the 22nd. */
export async function newRunningWorld(over: Parameters<ChargeWorld["turnOn"]>[1] = {}) {
  const world = await newChargeWorld();
  const methodId = await world.keepMethod();
  const autopayId = await world.turnOn(methodId, over);
  const bill = await world.document({ dueOn: "2026-11-25" });
  const open = async (id = bill) => (await readItem(world.worker, id)).item.openMinor;
  return { ...world, methodId, autopayId, bill, open };
}

/** A person of the account disputes an amount of a document. */
export async function dispute(
  world: Pick<ChargeWorld, "customerId" | "contact">,
  itemId: string,
  amountMinor: bigint,
): Promise<string> {
  const disputeId = newId();
  await raiseDispute(world.contact("admin"), {
    disputeId,
    customerId: world.customerId,
    currency: "USD",
    reason: "other",
    comment: "This is not what we ordered.",
    items: [{ itemId, amountMinor }],
  });
  return disputeId;
}
