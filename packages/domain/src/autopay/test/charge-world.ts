import { newId } from "@openitem/db/ids";
import { outbox } from "@openitem/db/schema/activity";
import { charges } from "@openitem/db/schema/autopay";
import { and, asc, eq, inArray } from "drizzle-orm";
import { runJob } from "../../jobs/run-job.ts";
import type { ContactRole, Context } from "../../kernel/context.ts";
import { read, transact } from "../../kernel/transact.ts";
import { newMailWorld } from "../../messages/test/mail-world.ts";
import type { SavedMethod } from "../../payments/gateway.ts";
import { addMethod } from "../add-method.ts";
import { changeAutopay } from "../change-autopay.ts";
import type { Charge } from "../charge.ts";
import { AUTOPAY_WORDS } from "../consent-words.ts";
import { followMethod } from "../follow-method.ts";
import { readAutopay } from "../read-autopay.ts";
import { sweepCharges } from "../sweep-charges.ts";

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
    const ctx = { ...world.mailing(at(day)), ...on(world.worker, day) };
    const jobs = await transact(ctx, async (tx) => {
      const mine = and(
        eq(outbox.organizationId, world.organizationId),
        inArray(outbox.kind, [
          "charge.announced_mail",
          "charge.held_mail",
          "charge.failed_mail",
          "charge.follow",
          "method.revoked_mail",
          "prepared_payment.mail",
        ]),
      );
      const rows = await tx.select().from(outbox).where(mine).orderBy(asc(outbox.id));
      await tx.delete(outbox).where(mine);
      return rows;
    });
    for (const { kind, payload } of jobs) await runJob(ctx, kind, payload);
    return jobs.map(({ kind }) => kind);
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
export type Kept = Partial<SavedMethod>;
