/*
 * How much of what a contact wants to hear by mail. Pure. Stored by topic; what he has not chosen follows what we ship.
 */

const DISPUTE_CHOICES = ["every_step", "outcome", "none"] as const;

const PROMISE_CHOICES = ["every_step", "needed", "none"] as const;

/**
 * `disputes` are those he raised, `colleagues_disputes` the others of his accounts. `every_step`: whatever the biller
 * does with it; `outcome`: the decision, and questions that wait for an answer; `none`: nothing.
 * `promises` are those of his accounts that he made, or that wait for anybody to answer; `needed`: plans to answer,
 * reminders before a day, and money that is missing.
 */
export const MAIL_TOPICS = {
  disputes: { choices: DISPUTE_CHOICES, shipped: "every_step" },
  colleagues_disputes: { choices: DISPUTE_CHOICES, shipped: "none" },
  promises: { choices: PROMISE_CHOICES, shipped: "every_step" },
} as const satisfies Record<string, { choices: readonly string[]; shipped: string }>;

export type MailTopic = keyof typeof MAIL_TOPICS;
export type MailChoices = { [T in MailTopic]: (typeof MAIL_TOPICS)[T]["choices"][number] };

/** What a contact has chosen, by topic; a choice that is none any more counts as not made. */
export function mailChoicesOf(stored: Readonly<Record<string, string>> | null): MailChoices {
  return {
    disputes: chosen(MAIL_TOPICS.disputes, stored?.disputes),
    colleagues_disputes: chosen(MAIL_TOPICS.colleagues_disputes, stored?.colleagues_disputes),
    promises: chosen(MAIL_TOPICS.promises, stored?.promises),
  };
}

const chosen = <C extends string>(
  { choices, shipped }: { choices: readonly C[]; shipped: C },
  stored: string | undefined,
): C => choices.find((choice) => choice === stored) ?? shipped;
