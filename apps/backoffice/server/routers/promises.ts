import {
  answerPromise,
  answerPromiseInput,
  counterPromise,
  counterPromiseInput,
} from "@openitem/domain/promises/answer-promise";
import { cancelPromise, cancelPromiseInput } from "@openitem/domain/promises/cancel-promise";
import { listPromises, listPromisesInput } from "@openitem/domain/promises/list-promises";
import { makePromise, makePromiseInput } from "@openitem/domain/promises/make-promise";
import { readPromise } from "@openitem/domain/promises/read-promise";
import { weighPromise, weighPromiseInput } from "@openitem/domain/promises/weigh-promise";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const promisesRouter = router({
  /** Promises by group, with the counts of all groups and what the asked one comes to. */
  list: procedure.input(listPromisesInput).query(({ ctx, input }) => listPromises(ctx, input)),

  /** A promise with its dates, documents, rules and history, and what the reader can do with it. */
  read: procedure
    .input(z.object({ promiseId: z.string() }))
    .query(({ ctx, input }) => readPromise(ctx, input.promiseId)),

  /** Accepts or declines what the customer asks for. */
  answer: procedure.input(answerPromiseInput).mutation(({ ctx, input }) => answerPromise(ctx, input)),

  /** Proposes other dates or amounts in its place: the customer answers. */
  counter: procedure.input(counterPromiseInput).mutation(({ ctx, input }) => counterPromise(ctx, input)),

  /** What can be promised of the chosen documents, the rules, and what keeps the typed dates from being a promise. */
  weigh: procedure.input(weighPromiseInput).query(({ ctx, input }) => weighPromise(ctx, input)),

  /** Passes on the customer's word: it stands within the rules and waits for a colleague beyond them. */
  record: procedure
    .input(makePromiseInput.omit({ asProposal: true, chargeMethodId: true }))
    .mutation(({ ctx, input }) => makePromise(ctx, { ...input, asProposal: false })),

  /** Proposes a plan of our own: it stands when the customer accepts it. */
  propose: procedure
    .input(makePromiseInput.omit({ asProposal: true }))
    .mutation(({ ctx, input }) => makePromise(ctx, { ...input, asProposal: true })),

  cancel: procedure.input(cancelPromiseInput).mutation(({ ctx, input }) => cancelPromise(ctx, input)),
});
