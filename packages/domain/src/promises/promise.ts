import type { promiseInstalments, promiseItems, promises } from "@openitem/db/schema/promises";
import { type Actor, actorKey } from "../kernel/context.ts";
import { canHappen, type Transitions } from "../kernel/transitions.ts";
import { may } from "../policies/permissions.ts";

/*
 * The rules of promising. Pure. A promise suspends chasing for its amount only; due dates do not change. It is kept
 * when the money has settled by its day plus grace: money in flight is pending, and a late return breaks it again.
 */

export type Promised = typeof promises.$inferSelect;
export type PromiseStatus = Promised["status"];
/** Whose word it is. */
export type PromiseSide = Promised["proposedSide"];
export type PromiseItem = typeof promiseItems.$inferSelect;
export type Instalment = typeof promiseInstalments.$inferSelect;

/** It suspends chasing of its amount: it stands, or waits for an answer. */
export const OPEN_PROMISE = ["proposed", "active"] as const satisfies readonly PromiseStatus[];

export const isOpenPromise = (status: PromiseStatus): boolean =>
  (OPEN_PROMISE as readonly PromiseStatus[]).includes(status);

export type PromiseEvent =
  | "accept"
  | "decline"
  | "counter"
  | "change"
  | "cancel"
  | "keep"
  | "keep_in_part"
  | "break"
  | "reopen";

export const PROMISE_TRANSITIONS: Transitions<PromiseStatus, PromiseEvent> = {
  // The other side's answer: nobody accepts what he proposed himself.
  accept: { by: "promise.answer", from: { proposed: "active" } },
  decline: { by: "promise.answer", from: { proposed: "declined" } },
  counter: { by: "promise.answer", from: { proposed: "replaced" } },
  change: { by: "promise.make", from: { proposed: "replaced", active: "replaced" } },
  cancel: { by: "promise.make", from: { proposed: "cancelled", active: "cancelled" } },
  keep: { by: "promise.judge", from: { active: "kept", part_kept: "kept", broken: "kept" } },
  keep_in_part: {
    by: "promise.judge",
    from: { active: "part_kept", kept: "part_kept", broken: "part_kept" },
  },
  break: { by: "promise.judge", from: { active: "broken", kept: "broken", part_kept: "broken" } },
  // Money came or went after it was judged, and its days are not over.
  reopen: { by: "promise.judge", from: { kept: "active", part_kept: "active", broken: "active" } },
};

/** Judged once and judged again whenever money comes or goes: it stood, and was neither given up nor replaced. */
export const JUDGED_PROMISE = [
  "active",
  "kept",
  "part_kept",
  "broken",
] as const satisfies readonly PromiseStatus[];

/** For whom somebody speaks. The biller's people may also pass on the customer's word. */
export const sideOf = (actor: Actor): PromiseSide => (actor.kind === "contact" ? "customer" : "biller");

type Word = Pick<Promised, "status" | "proposedSide" | "madeBy" | "customerId">;

/** Whether the actor may answer a proposal: it is the other side's, and not his own even when he passed it on. */
export const isAnswerer = (promise: Pick<Promised, "proposedSide" | "madeBy">, actor: Actor): boolean =>
  promise.proposedSide !== sideOf(actor) && promise.madeBy !== actorKey(actor);

/**
 * Whether the actor may take back or reword it. What stands, both may give up; a proposal only who made it, or his
 * side: the other answers it.
 */
export const isSpeaker = (
  promise: Pick<Promised, "status" | "proposedSide" | "madeBy">,
  actor: Actor,
): boolean =>
  promise.status !== "proposed" ||
  promise.proposedSide === sideOf(actor) ||
  promise.madeBy === actorKey(actor) ||
  (actor.kind !== "contact" && promise.madeBy.startsWith("staff:"));

/** What the actor can do with it now, for a screen. Commands check the same. */
export const promiseOptions = (promise: Word, actor: Actor) => {
  const { status, customerId } = promise;
  const could = (event: PromiseEvent) =>
    canHappen(PROMISE_TRANSITIONS, event, status) && may(actor, PROMISE_TRANSITIONS[event].by, customerId);
  return {
    canAnswer: could("accept") && isAnswerer(promise, actor),
    canChange: could("change") && isSpeaker(promise, actor),
    canCancel: could("cancel") && isSpeaker(promise, actor),
  };
};
