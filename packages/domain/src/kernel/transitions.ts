import { type Action, permit } from "../policies/permissions.ts";
import type { Actor } from "./context.ts";
import { Refusal } from "./refusal.ts";

/**
 * What can happen to a thing, as a table: who may cause it (by the page of permissions), and where it leads from each
 * state in which it can happen. What is not in the table cannot happen.
 */
export type Transitions<State extends string, Event extends string> = Readonly<
  Record<Event, { by: Action; from: Readonly<Partial<Record<State, State>>> }>
>;

/**
 * The state that follows when `actor` lets `event` happen; commands write what it returns. Refuses by role first, then
 * with `<name>.state`. For a contact `customerId` is the account concerned; what is nobody's has none.
 */
export function transit<State extends string, Event extends string>(
  name: string,
  table: Transitions<State, Event>,
  {
    event,
    from,
    actor,
    customerId,
  }: { event: NoInfer<Event>; from: State; actor: Actor; customerId?: string },
): State {
  const { by, from: leads } = table[event];
  permit(actor, by, customerId);
  const to = leads[from];
  if (to) return to;
  throw new Refusal(
    "conflict",
    `${name}.state`,
    `This ${name} is ${from.replaceAll("_", " ")} by now. Reload the page to see what can be done.`,
    { from, event },
  );
}

/** Whether `event` can happen in this state at all, for a screen that offers what can be done. */
export const canHappen = <State extends string, Event extends string>(
  table: Transitions<State, Event>,
  event: NoInfer<Event>,
  from: State,
): boolean => table[event].from[from] !== undefined;
