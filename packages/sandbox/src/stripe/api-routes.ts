import type { EmulatorContext } from "emulate";
import { answer, type Handler } from "./answer.ts";
import { listCashTransactions, retrieveCashTransaction } from "./cash-balance.ts";
import * as sessions from "./checkout-sessions.ts";
import * as customers from "./customers.ts";
import { expanded } from "./expand.ts";
import { StripeFault } from "./fault.ts";
import * as kept from "./kept-methods.ts";
import * as money from "./money-routes.ts";
import { createIntent } from "./off-session.ts";
import * as setups from "./setup-intents.ts";
import type { StripeState } from "./state.ts";
import * as endpoints from "./webhook-endpoints.ts";
import type { World } from "./world.ts";

const routes: [method: "GET" | "POST" | "DELETE", path: string, handler: Handler][] = [
  ["POST", "/v1/customers", customers.createCustomer],
  ["GET", "/v1/customers", customers.listCustomers],
  ["GET", "/v1/customers/:id", customers.retrieveCustomer],
  ["POST", "/v1/customers/:id", customers.updateCustomer],
  ["DELETE", "/v1/customers/:id", customers.deleteCustomer],
  ["GET", "/v1/customers/:id/payment_methods", customers.listCustomerMethods],
  ["GET", "/v1/customers/:id/cash_balance_transactions", listCashTransactions],
  ["GET", "/v1/customers/:customer/cash_balance_transactions/:id", retrieveCashTransaction],
  ["GET", "/v1/payment_methods/:id", money.retrieveMethod],
  ["POST", "/v1/payment_methods/:id/detach", kept.detachMethod],
  ["GET", "/v1/mandates/:id", kept.retrieveMandate],
  ["POST", "/v1/checkout/sessions", sessions.createSession],
  ["GET", "/v1/checkout/sessions", sessions.listSessions],
  ["GET", "/v1/checkout/sessions/:id", sessions.retrieveSession],
  ["POST", "/v1/checkout/sessions/:id", sessions.updateSession],
  ["GET", "/v1/checkout/sessions/:id/line_items", sessions.listSessionItems],
  ["POST", "/v1/checkout/sessions/:id/expire", sessions.expireSessionRoute],
  ["POST", "/v1/payment_intents", createIntent],
  ["GET", "/v1/payment_intents", money.listIntents],
  ["GET", "/v1/payment_intents/:id", money.retrieveIntent],
  ["POST", "/v1/payment_intents/:id", money.updateIntent],
  ["POST", "/v1/payment_intents/:id/cancel", money.cancelIntent],
  ["POST", "/v1/setup_intents", setups.createSetupIntent],
  ["GET", "/v1/setup_intents", setups.listSetupIntents],
  ["GET", "/v1/setup_intents/:id", setups.retrieveSetupIntent],
  ["POST", "/v1/setup_intents/:id/confirm", setups.confirmSetupIntent],
  ["POST", "/v1/setup_intents/:id/cancel", setups.cancelSetupIntent],
  ["GET", "/v1/charges", money.listCharges],
  ["GET", "/v1/charges/:id", money.retrieveCharge],
  ["POST", "/v1/refunds", money.createRefundRoute],
  ["GET", "/v1/refunds", money.listRefunds],
  ["GET", "/v1/refunds/:id", money.retrieveRefund],
  ["POST", "/v1/refunds/:id", money.updateRefund],
  ["POST", "/v1/refunds/:id/cancel", money.cancelRefundRoute],
  ["GET", "/v1/disputes", money.listDisputes],
  ["GET", "/v1/disputes/:id", money.retrieveDispute],
  ["POST", "/v1/disputes/:id", money.updateDispute],
  ["GET", "/v1/balance", money.retrieveBalance],
  ["GET", "/v1/balance_transactions", money.listTransactions],
  ["GET", "/v1/balance_transactions/:id", money.retrieveTransaction],
  ["GET", "/v1/payouts", money.listPayouts],
  ["GET", "/v1/payouts/:id", money.retrievePayout],
  ["GET", "/v1/events", money.listEvents],
  ["GET", "/v1/events/:id", money.retrieveEvent],
  ["POST", "/v1/webhook_endpoints", endpoints.createEndpoint],
  ["GET", "/v1/webhook_endpoints", endpoints.listEndpoints],
  ["GET", "/v1/webhook_endpoints/:id", endpoints.retrieveEndpoint],
  ["POST", "/v1/webhook_endpoints/:id", endpoints.updateEndpoint],
  ["DELETE", "/v1/webhook_endpoints/:id", endpoints.deleteEndpoint],
];

/** Puts the API under `/v1` on the app; an unknown path is refused in Stripe's words. */
export function addApiRoutes(app: EmulatorContext<StripeState>["app"], world: World): void {
  const expand = (object: object, fields: string[]) => expanded(world, object, fields);
  for (const [method, path, handler] of routes) {
    app.on(method, path, (c) => answer(world, c.req.raw, { id: c.req.param("id"), handler, expand }));
  }
  app.notFound((c) => {
    if (!c.req.path.startsWith("/v1/")) return c.text("There is nothing here.", 404);
    const unknown: Handler = () => {
      throw new StripeFault(404, `Unrecognized request URL (${c.req.method}: ${c.req.path}).`);
    };
    return answer(world, c.req.raw, { id: "", handler: unknown, expand });
  });
}
