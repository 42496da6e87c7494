import { staff } from "@openitem/db/schema/access";
import { customers } from "@openitem/db/schema/customers";
import { tasks } from "@openitem/db/schema/work";
import { and, asc, desc, eq, getTableColumns, inArray, or, type SQL, sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { read } from "../kernel/transact.ts";
import { permit } from "../policies/permissions.ts";
import { TEAMS, TEAMS_OF } from "./task.ts";

export const listTasksInput = z.object({
  /** Mine: given to me. Team: of a team that my role belongs to, whoever has it. */
  scope: z.enum(["mine", "team", "all"]).default("all"),
  team: z.enum(TEAMS).nullish(),
  status: z.enum(["open", "done", "cancelled"]).default("open"),
  kinds: z
    .array(z.enum(["ask_colleague", "broken_promise", "failed_charge", "returned_payment", "other"]))
    .nullish(),
  overdueOnly: z.boolean().default(false),
  subject: z.object({ kind: z.string(), id: z.uuid() }).nullish(),
  customerIds: z.array(z.uuid()).max(5_000).nullish(),
  /** The last row of the page before: its day when open, the instant it ended at when not. */
  after: z
    .object({
      at: z.string().refine((at) => !Number.isNaN(Date.parse(at)), "This is no day and no instant."),
      id: z.uuid(),
    })
    .nullish(),
  limit: z.number().int().min(1).max(200).default(50),
});

/** Over where the customer is. */
const isOverdue = (ctx: Context): SQL<boolean> =>
  sql<boolean>`(${tasks.status} = 'open' and ${tasks.dueOn} < (${ctx.now.toISOString()}::timestamptz at time zone ${customers.timeZone})::date)`;

/** Tasks: open ones by the day they are due, the others the last ended first. For the biller's people. */
export async function listTasks(ctx: Context, raw: z.input<typeof listTasksInput>) {
  const { scope, team, status, kinds, overdueOnly, subject, customerIds, after, limit } =
    listTasksInput.parse(raw);
  permit(ctx.actor, "work.read");
  const isOpen = status === "open";
  const following = isOpen
    ? sql`(${tasks.dueOn}, ${tasks.id}) > (${after?.at}::date, ${after?.id}::uuid)`
    : sql`(${tasks.endedAt}, ${tasks.id}) < (${after?.at}::timestamptz, ${after?.id}::uuid)`;
  return read(ctx, async (tx) => {
    const rows = await tx
      .select({
        ...getTableColumns(tasks),
        customerName: customers.name,
        customerNumber: customers.number,
        assigneeName: staff.name,
        isOverdue: isOverdue(ctx),
        /** "DSP-0347" when it is about a dispute, "PRM-0012" when about a promise. */
        subjectNumber: sql<string | null>`coalesce(
          (select d.number from disputes d where ${tasks.subjectKind} = 'dispute' and d.organization_id = ${tasks.organizationId} and d.id = ${tasks.subjectId}),
          (select p.number from promises p where ${tasks.subjectKind} = 'promise' and p.organization_id = ${tasks.organizationId} and p.id = ${tasks.subjectId}))`,
      })
      .from(tasks)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, tasks.organizationId), eq(customers.id, tasks.customerId)),
      )
      .leftJoin(staff, and(eq(staff.organizationId, tasks.organizationId), eq(staff.id, tasks.assigneeId)))
      .where(
        and(
          eq(tasks.organizationId, ctx.organizationId),
          eq(tasks.status, status),
          scopeOf(ctx, scope),
          team ? eq(tasks.team, team) : undefined,
          kinds ? inArray(tasks.kind, kinds) : undefined,
          overdueOnly ? isOverdue(ctx) : undefined,
          subject ? and(eq(tasks.subjectKind, subject.kind), eq(tasks.subjectId, subject.id)) : undefined,
          customerIds ? inArray(tasks.customerId, customerIds) : undefined,
          after ? following : undefined,
        ),
      )
      .orderBy(...(isOpen ? [asc(tasks.dueOn), asc(tasks.id)] : [desc(tasks.endedAt), desc(tasks.id)]))
      .limit(limit + 1);
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    const next = last && { at: last.endedAt?.toISOString() ?? last.dueOn, id: last.id };
    return { rows: page, next: rows.length > limit && next ? next : null };
  });
}

export type TaskRow = Awaited<ReturnType<typeof listTasks>>["rows"][number];
export type TaskCounts = Record<"mine" | "team" | "all" | "overdue", number>;

/** How many tasks are open: mine, my team's, everybody's, and how many of all are overdue. */
export async function countTasks(ctx: Context): Promise<TaskCounts> {
  permit(ctx.actor, "work.read");
  const open = eq(tasks.status, "open");
  const counted = (condition: SQL | undefined) =>
    sql<number>`count(*) filter (where ${condition ?? sql`true`})::int`;
  return read(ctx, async (tx) => {
    const [row] = await tx
      .select({
        mine: counted(scopeOf(ctx, "mine")),
        team: counted(scopeOf(ctx, "team")),
        all: counted(undefined),
        overdue: counted(isOverdue(ctx)),
      })
      .from(tasks)
      .innerJoin(
        customers,
        and(eq(customers.organizationId, tasks.organizationId), eq(customers.id, tasks.customerId)),
      )
      .where(and(eq(tasks.organizationId, ctx.organizationId), open));
    return row ?? { mine: 0, team: 0, all: 0, overdue: 0 };
  });
}

function scopeOf({ actor }: Context, scope: "mine" | "team" | "all"): SQL | undefined {
  if (scope === "all" || actor.kind !== "staff") return undefined;
  const mine = eq(tasks.assigneeId, actor.staffId);
  if (scope === "mine") return mine;
  return or(mine, inArray(tasks.team, [...TEAMS_OF[actor.role]]));
}
