import { contactSettings } from "@openitem/db/schema/access";
import { sql } from "drizzle-orm";
import { z } from "zod";
import type { Context } from "../kernel/context.ts";
import { Refusal } from "../kernel/refusal.ts";
import { transact } from "../kernel/transact.ts";
import { MAIL_TOPICS, type MailChoices, mailChoicesOf } from "./mail-choices.ts";

export const changeMailChoicesInput = z.object({
  disputes: z.enum(MAIL_TOPICS.disputes.choices).optional(),
  colleagues_disputes: z.enum(MAIL_TOPICS.colleagues_disputes.choices).optional(),
  promises: z.enum(MAIL_TOPICS.promises.choices).optional(),
});

/**
 * A contact says how much he wants to hear by mail; topics he does not name stay as they are. It concerns nobody else
 * and leaves no audit record. Answers what holds now. Refuses `mail_choices.forbidden` to anybody but a contact.
 */
export async function changeMailChoices(
  ctx: Context,
  raw: z.input<typeof changeMailChoicesInput>,
): Promise<MailChoices> {
  const mailChoices = changeMailChoicesInput.parse(raw);
  const { actor, organizationId } = ctx;
  if (actor.kind !== "contact")
    throw new Refusal(
      "forbidden",
      "mail_choices.forbidden",
      "Only a contact chooses what he is told by mail.",
    );
  return transact(ctx, async (tx) => {
    const [row] = await tx
      .insert(contactSettings)
      .values({ organizationId, contactId: actor.contactId, mailChoices })
      .onConflictDoUpdate({
        target: [contactSettings.organizationId, contactSettings.contactId],
        set: { mailChoices: sql`${contactSettings.mailChoices} || excluded.mail_choices` },
      })
      .returning({ stored: contactSettings.mailChoices });
    return mailChoicesOf(row?.stored ?? null);
  });
}
