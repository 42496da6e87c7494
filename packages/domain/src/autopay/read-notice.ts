import { messages } from "@openitem/db/schema/activity";
import { and, eq, inArray } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import type { Tx } from "../kernel/transact.ts";
import type { Charge } from "./charge.ts";
import { noticeId } from "./notice.ts";

/** Letters that announce a charge: the notice itself, and the one about a failure that says when it is tried again. */
const ANNOUNCING = ["charge-announced", "charge-failed"];
/** A letter that nobody could be written to for so long is not going to be sent. */
const NOBODY_AFTER_MS = 24 * 3600_000;

/** Whether the notice of a charge's day went out to anybody; `lost` when it never will. */
export async function readNotice(tx: Tx, ctx: Context, charge: Charge): Promise<"went" | "waits" | "lost"> {
  const sent = await tx
    .select({ status: messages.status })
    .from(messages)
    .where(
      and(
        eq(messages.organizationId, ctx.organizationId),
        inArray(messages.kind, ANNOUNCING),
        eq(messages.subjectId, noticeId(charge)),
      ),
    );
  if (sent.some(({ status }) => status === "sent" || status === "delivered")) return "went";
  if (sent.some(({ status }) => status === "queued")) return "waits";
  const since = charge.announcedAt ?? charge.createdAt;
  return sent.length > 0 || ctx.now.getTime() - since.getTime() > NOBODY_AFTER_MS ? "lost" : "waits";
}
