import type Stripe from "stripe";
import { newId } from "./ids.ts";
import { nowSeconds, type World } from "./world.ts";

const paymentMethodKinds = ["card", "us_bank_account", "sepa_debit", "customer_balance"] as const;
export type PaymentMethodKind = (typeof paymentMethodKinds)[number];

/** Reads a method's name; null for one the stand-in does not have. */
export function asPaymentMethodKind(name: string | null): PaymentMethodKind | null {
  return paymentMethodKinds.find((kind) => kind === name) ?? null;
}

export function emptyBillingDetails(email: string | null, name: string | null): Stripe.Charge.BillingDetails {
  return {
    address: { city: null, country: null, line1: null, line2: null, postal_code: null, state: null },
    email,
    name,
    phone: null,
    tax_id: null,
  };
}

/** Makes and stores a test payment method: Visa 4242, an ACH account or a German IBAN. */
export function createPaymentMethod(
  world: World,
  kind: PaymentMethodKind,
  billing: Stripe.Charge.BillingDetails,
  customer: string | null,
): Stripe.PaymentMethod {
  const method: Stripe.PaymentMethod = {
    id: newId("pm"),
    object: "payment_method",
    allow_redisplay: "unspecified",
    billing_details: billing,
    created: nowSeconds(world),
    customer,
    customer_account: null,
    livemode: false,
    metadata: {},
    type: kind,
  };
  if (kind === "card") {
    method.card = {
      brand: "visa",
      checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
      country: "US",
      display_brand: "visa",
      exp_month: 12,
      exp_year: 2034,
      fingerprint: "SandboxVisa4242",
      funding: "credit",
      generated_from: null,
      last4: "4242",
      networks: { available: ["visa"], preferred: null },
      regulated_status: "unregulated",
      three_d_secure_usage: { supported: true },
      wallet: null,
    };
  } else if (kind === "us_bank_account") {
    method.us_bank_account = {
      account_holder_type: "company",
      account_type: "checking",
      bank_name: "STRIPE TEST BANK",
      financial_connections_account: null,
      fingerprint: "SandboxAch6789",
      last4: "6789",
      networks: { preferred: "ach", supported: ["ach"] },
      routing_number: "110000000",
      status_details: {},
    };
  } else if (kind === "sepa_debit") {
    method.sepa_debit = {
      bank_code: "37040044",
      branch_code: null,
      country: "DE",
      fingerprint: "SandboxSepa3000",
      generated_from: { charge: null, setup_attempt: null },
      last4: "3000",
    };
  } else method.customer_balance = {};
  world.state.paymentMethods[method.id] = method;
  return method;
}

/** The `payment_method_details` of a charge paid with one of these methods. */
export function chargeDetails(kind: PaymentMethodKind): Stripe.Charge.PaymentMethodDetails {
  if (kind === "card") {
    return {
      card: {
        amount_authorized: null,
        authorization_code: null,
        brand: "visa",
        checks: { address_line1_check: null, address_postal_code_check: null, cvc_check: "pass" },
        country: "US",
        electronic_commerce_indicator: null,
        exp_month: 12,
        exp_year: 2034,
        fingerprint: "SandboxVisa4242",
        funding: "credit",
        installments: null,
        last4: "4242",
        mandate: null,
        network: "visa",
        network_transaction_id: null,
        regulated_status: "unregulated",
        three_d_secure: null,
        transaction_link_id: null,
        wallet: null,
      },
      type: "card",
    };
  }
  if (kind === "us_bank_account") {
    return {
      type: "us_bank_account",
      us_bank_account: {
        account_holder_type: "company",
        account_type: "checking",
        bank_name: "STRIPE TEST BANK",
        fingerprint: "SandboxAch6789",
        last4: "6789",
        payment_reference: null,
        routing_number: "110000000",
      },
    };
  }
  if (kind === "sepa_debit") {
    return {
      sepa_debit: {
        bank_code: "37040044",
        branch_code: null,
        country: "DE",
        fingerprint: "SandboxSepa3000",
        last4: "3000",
        mandate: null,
      },
      type: "sepa_debit",
    };
  }
  return { customer_balance: {}, type: "customer_balance" };
}
