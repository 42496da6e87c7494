import type { StripeState } from "./state.ts";

/** Drops what Stripe would not have any more (events of more than 30 days) and requests cut off by a stop. */
export function prune(state: StripeState, nowSeconds: number): void {
  const since = nowSeconds - 30 * 86_400;
  for (const event of Object.values(state.events)) {
    if (event.created >= since) continue;
    for (const id of state.deliveriesOf[event.id] ?? []) delete state.deliveries[id];
    delete state.deliveriesOf[event.id];
    delete state.events[event.id];
  }
  for (const [key, stored] of Object.entries(state.answers)) {
    if (stored.answer === null) delete state.answers[key];
  }
}
