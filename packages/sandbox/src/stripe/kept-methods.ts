import type Stripe from "stripe";
import type { Handler } from "./answer.ts";
import { refused } from "./fault.ts";
import { newId } from "./ids.ts";
import { must } from "./lookup.ts";
import { idOf } from "./state.ts";
import { emit, nowSeconds, type World } from "./world.ts";

/** A setup intent succeeds: its method is kept for the customer, a bank account with the mandate to debit it. */
export function keepMethod(world: World, setup: Stripe.SetupIntent, method: Stripe.PaymentMethod): void {
  setup.status = "succeeded";
  setup.payment_method = method.id;
  setup.last_setup_error = null;
  if (method.type === "us_bank_account" || method.type === "sepa_debit")
    setup.mandate = storeMandate(world, method).id;
  if (method.customer) emit(world, "payment_method.attached", method);
  emit(world, "setup_intent.succeeded", setup);
}

function storeMandate(world: World, method: Stripe.PaymentMethod): Stripe.Mandate {
  const mandate: Stripe.Mandate = {
    id: newId("mandate"),
    object: "mandate",
    customer_acceptance: {
      accepted_at: nowSeconds(world),
      online: { ip_address: "127.0.0.1", user_agent: "Sandbox" },
      type: "online",
    },
    livemode: false,
    multi_use: {},
    payment_method: method.id,
    payment_method_details:
      method.type === "sepa_debit"
        ? {
            sepa_debit: { reference: newId("x").slice(-16).toUpperCase(), url: world.baseUrl },
            type: "sepa_debit",
          }
        : { us_bank_account: {}, type: "us_bank_account" },
    status: "active",
    type: "multi_use",
  };
  world.state.mandates[mandate.id] = mandate;
  return mandate;
}

/** `GET /v1/mandates/:id`. */
export const retrieveMandate: Handler = (world, params, id) => {
  params.close();
  return must(world.state.mandates, "mandate", id, "mandate");
};

/** `POST /v1/payment_methods/:id/detach`: it can never be charged again. */
export const detachMethod: Handler = (world, params, id) => {
  params.close();
  return letGo(world, id);
};

/** Takes a method from its customer; its mandate ends. Refuses one that is nobody's. */
export function letGo(world: World, methodId: string): Stripe.PaymentMethod {
  const method = must(world.state.paymentMethods, "PaymentMethod", methodId, "payment_method");
  if (!method.customer)
    throw refused(
      "The payment method you provided is not attached to a customer so detachment is impossible.",
    );
  const before = { customer: idOf(method.customer) };
  method.customer = null;
  emit(world, "payment_method.detached", method, before);
  for (const mandate of Object.values(world.state.mandates))
    if (mandate.payment_method === methodId && mandate.status === "active") {
      mandate.status = "inactive";
      emit(world, "mandate.updated", mandate, { status: "active" });
    }
  return method;
}
