import { contactSettings } from "@openitem/db/schema/access";
import { and, eq } from "drizzle-orm";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { type MailChoices, mailChoicesOf } from "./mail-choices.ts";

/** How much the contact wants to hear by mail. Refuses `mail_choices.forbidden` to anybody else. */
export async function readMailChoices(ctx: Context): Promise<MailChoices> {
  const { actor, organizationId } = ctx;
  if (actor.kind !== "contact")
    throw new Refusal(
      "forbidden",
      "mail_choices.forbidden",
      "Only a contact chooses what he is told by mail.",
    );
  const [row] = await read(ctx, (tx) =>
    tx
      .select({ stored: contactSettings.mailChoices })
      .from(contactSettings)
      .where(
        and(
          eq(contactSettings.organizationId, organizationId),
          eq(contactSettings.contactId, actor.contactId),
        ),
      ),
  );
  return mailChoicesOf(row?.stored ?? null);
}
