import Stripe from "stripe";
import { GatewayRefused } from "./gateway.ts";

/** As many objects as Stripe lists at once. */
export const PAGE = 100;

/** The id of an expandable field, whether it holds the id or the object. */
export const idOf = (ref: string | { id: string } | null | undefined): string | null =>
  typeof ref === "string" ? ref : (ref?.id ?? null);

/** Stripe's definite noes become `GatewayRefused`; time-outs, broken connections, 429 and 5xx stay unknown. */
export async function refusals<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    const definite =
      error instanceof Stripe.errors.StripeInvalidRequestError ||
      error instanceof Stripe.errors.StripeCardError;
    if (definite) throw new GatewayRefused(error.message, { cause: error });
    throw error;
  }
}

export function addressOf(apiUrl: string | undefined): Stripe.StripeConfig {
  if (!apiUrl) return {};
  const { protocol, hostname, port } = new URL(apiUrl);
  return {
    protocol: protocol === "http:" ? "http" : "https",
    host: hostname,
    port: port || (protocol === "http:" ? "80" : "443"),
  };
}
