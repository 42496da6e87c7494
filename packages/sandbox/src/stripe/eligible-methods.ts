import { invalid } from "./fault.ts";
import type { Params } from "./params.ts";
import { asPaymentMethodKind, type PaymentMethodKind } from "./payment-methods.ts";
import type { World } from "./world.ts";

const transferCurrencies = new Set(["usd", "eur", "gbp", "jpy", "mxn"]);

function eligible(currency: string, hasCustomer: boolean): PaymentMethodKind[] {
  return [
    "card",
    ...(currency === "usd" ? (["us_bank_account"] as const) : []),
    ...(currency === "eur" ? (["sepa_debit"] as const) : []),
    ...(hasCustomer && transferCurrencies.has(currency) ? (["customer_balance"] as const) : []),
  ];
}

/** Whether the request asks for a revision from 2026-09-30 ("endive") on. */
const isEndive = (world: World) => (world.request.version ?? "9999").slice(0, 10) >= "2026-09-30";

/**
 * The methods a session or intent offers. Since 2026-09-30 they are worked out from currency and customer
 * and may only be narrowed: `allowed_payment_method_types` filters in silence,
 * `excluded_payment_method_types` takes away, `payment_method_types` is refused. A request with an older
 * `Stripe-Version` may still name them, and a method that does not suit the currency is an error then.
 * Bank transfers need a customer and are offered only when named.
 */
export function readMethods(
  world: World,
  params: Params,
  currency: string,
  hasCustomer: boolean,
): { offered: string[]; allowed: string[] | null } {
  const suitable = eligible(currency, hasCustomer);
  if (params.has("payment_method_types")) {
    if (isEndive(world)) {
      throw invalid(
        "The `payment_method_types` parameter is no longer supported. Use `allowed_payment_method_types` or dynamic payment methods.",
        "payment_method_types",
        "payment_method_types_no_longer_supported",
      );
    }
    const named = params.strings("payment_method_types");
    const wrong = named.find((name) => !suitable.some((kind) => kind === name));
    if (wrong !== undefined) {
      throw invalid(`The payment method ${wrong} does not suit this session.`, "payment_method_types");
    }
    return { offered: named, allowed: null };
  }
  const allowed = params.strings("allowed_payment_method_types");
  const excluded = params.strings("excluded_payment_method_types");
  if (allowed.length > 0 && excluded.length > 0) {
    throw invalid(
      "You may only specify one of these parameters: allowed_payment_method_types, excluded_payment_method_types.",
      "allowed_payment_method_types",
    );
  }
  const wanted = (kind: PaymentMethodKind) =>
    allowed.length > 0
      ? allowed.some((name) => asPaymentMethodKind(name) === kind)
      : kind !== "customer_balance";
  const offered = suitable.filter((kind) => wanted(kind) && !excluded.includes(kind));
  if (offered.length === 0) {
    throw invalid("No payment method suits this request.", "allowed_payment_method_types");
  }
  return { offered, allowed: allowed.length > 0 ? allowed : null };
}
