import { z } from "zod";
import { isDay } from "../kernel/business-day.ts";
import type { Context } from "../kernel/context.ts";
import { type Plan, type Problem, planPromise } from "./plan.ts";
import { type PromiseForm, readPromisable } from "./read-promisable.ts";

/** A promise as far as it is typed: amounts may still be wrong, and are answered in words. */
export const weighPromiseInput = z.object({
  customerId: z.uuid(),
  currency: z.string().length(3),
  documents: z.array(z.object({ itemId: z.uuid(), amountMinor: z.bigint() })).max(5_000),
  instalments: z
    .array(
      z.object({
        dueOn: z.string().refine(isDay, "This is not a day of the calendar."),
        amountMinor: z.bigint(),
      }),
    )
    .max(100),
});

export type WeighedPromise = Pick<PromiseForm, "documents" | "answer"> &
  Pick<Plan, "rules" | "beyond"> & {
    /** In the account's time zone. */
    today: string;
    /** What the command would refuse, by place on the form. */
    problems: { at: Problem["at"]; code: string; sentence: string }[];
  };

/** What recording or proposing this would be told now: by the same rules as the command, and nothing is written. */
export async function weighPromise(
  ctx: Context,
  raw: z.input<typeof weighPromiseInput>,
): Promise<WeighedPromise> {
  const wish = weighPromiseInput.parse(raw);
  const itemIds = wish.documents.map(({ itemId }) => itemId);
  const { documents, standing, answer } = await readPromisable(ctx, { customerId: wish.customerId, itemIds });
  const { rules, beyond, problems } = planPromise(wish, documents, standing);
  return {
    documents,
    answer,
    rules,
    beyond,
    today: standing.today,
    problems: problems.map(({ at, refusal: { code, message } }) => ({ at, code, sentence: message })),
  };
}
