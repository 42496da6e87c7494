import { customers } from "@openitem/db/schema/customers";
import { disputes } from "@openitem/db/schema/disputes";
import { promises } from "@openitem/db/schema/promises";
import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { dayIn, isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { type Tx, transactOnce } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { openTask } from "./open-task.ts";
import { checkDue, TEAMS } from "./task.ts";

export const createTaskInput = z.object({
  /** Made by the form, so that a double click is one task. */
  taskId: z.uuid(),
  subject: z.object({ kind: z.enum(["dispute", "promise", "customer"]), id: z.uuid() }),
  team: z.enum(TEAMS),
  assigneeId: z.uuid().nullish(),
  title: z.string().trim().min(3, "Say what is to be done, in a few words.").max(200),
  note: z.string().trim().max(2_000).nullish(),
  dueOn: z.string().refine(isDay, "This is not a day of the calendar."),
});

/**
 * Asks a team to do something by a day. Routing a dispute is a command of its own; this one leaves the dispute as it
 * is. Refuses `task.subject_missing`, `task.due_past` and `colleague.gone`.
 */
export async function createTask(
  ctx: Context,
  raw: z.input<typeof createTaskInput>,
): Promise<{ taskId: string }> {
  const input = createTaskInput.parse(raw);
  const { taskId, subject, team, title, dueOn } = input;
  return transactOnce(ctx, { name: "task.create", key: taskId, input }, async (tx) => {
    permit(ctx.actor, "task.change");
    const customer = await findConcerned(tx, ctx, subject);
    checkDue(dueOn, dayIn(ctx.now, customer.timeZone));
    await openTask(tx, ctx, {
      id: taskId,
      kind: subject.kind === "dispute" ? "ask_colleague" : "other",
      subject: [subject.kind, subject.id],
      customerId: customer.id,
      team,
      assigneeId: input.assigneeId ?? null,
      title,
      note: input.note || null,
      dueOn,
    });
    return { taskId };
  });
}

/** The customer that a subject belongs to. */
async function findConcerned(
  tx: Tx,
  ctx: Context,
  { kind, id }: z.infer<typeof createTaskInput>["subject"],
): Promise<{ id: string; timeZone: string }> {
  const { organizationId } = ctx;
  const columns = { id: customers.id, timeZone: customers.timeZone };
  const rows =
    kind === "customer"
      ? await tx
          .select(columns)
          .from(customers)
          .where(and(eq(customers.organizationId, organizationId), eq(customers.id, id)))
      : await findThrough(tx, organizationId, kind === "dispute" ? disputes : promises, id);
  const [customer] = rows;
  if (!customer)
    throw new Refusal("missing", "task.subject_missing", "We cannot find what this task is about.");
  return customer;
}

const findThrough = (tx: Tx, organizationId: string, table: typeof disputes | typeof promises, id: string) =>
  tx
    .select({ id: customers.id, timeZone: customers.timeZone })
    .from(table)
    .innerJoin(
      customers,
      and(eq(customers.organizationId, table.organizationId), eq(customers.id, table.customerId)),
    )
    .where(and(eq(table.organizationId, organizationId), eq(table.id, id)));
