import { z } from "zod";
import { correctedInput } from "./corrected.ts";

/* What a person says when he decides: the same for looking at what it does and for doing it. */

export const decisionInput = z.object({
  disputeId: z.uuid(),
  outcome: z.enum(["credit", "part_credit", "rebill", "goodwill", "write_off", "reject"]),
  /** None for a rejection, and for a credit of all that is in question. */
  documents: z
    .array(
      z.object({
        itemId: z.uuid(),
        /** Left out: what is in question, or the whole document when it is billed anew. */
        amountMinor: z.bigint().positive("Enter an amount above zero.").nullish(),
        /** The tax in it. Left out: pro rata of the document's tax. */
        taxMinor: z.bigint().nonnegative().nullish(),
        corrected: correctedInput.nullish(),
      }),
    )
    .max(200)
    .refine(
      (documents) => new Set(documents.map((each) => each.itemId)).size === documents.length,
      "Name each document once.",
    )
    .default([]),
  /** Stands on the credit memo. */
  reason: z.string().trim().max(200).nullish(),
  /** Told to the customer. */
  grounds: z.string().trim().max(2_000).nullish(),
});

export type DecisionInput = z.infer<typeof decisionInput>;
