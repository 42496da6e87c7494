import type Stripe from "stripe";
import type { Handler } from "./answer.ts";
import { checkAmount } from "./currencies.ts";
import { refused } from "./fault.ts";
import { newId } from "./ids.ts";
import { listPage } from "./listing.ts";
import { must } from "./lookup.ts";
import { createPaymentMethod, emptyBillingDetails } from "./payment-methods.ts";
import { createCharge, recordSuccess, storeIntent, tellOfBalanceTransaction } from "./payments.ts";
import { idOf } from "./state.ts";
import { emit, nowSeconds, type World } from "./world.ts";

interface Transfer {
  customer: string;
  amount: number;
  currency: string;
  sender: string | null;
  reference: string | null;
}

type Kind = Pick<Stripe.CustomerCashBalanceTransaction, "type" | "funded" | "applied_to_payment">;

/** A bank transfer reaches the account number that Stripe gave a customer. It stays in his cash balance: reconciled by hand. */
export function fundCashBalance(world: World, asked: Transfer): Stripe.CustomerCashBalanceTransaction {
  const currency = asked.currency.toLowerCase();
  checkAmount(asked.amount, currency, "amount");
  return moveCash(world, asked.customer, currency, asked.amount, {
    type: "funded",
    funded: { bank_transfer: bankTransfer(currency, asked) },
  });
}

/** A transfer that came is sent back to its sender. Refuses what is no transfer, or more than is there. */
export function returnCash(world: World, transactionId: string): Stripe.CustomerCashBalanceTransaction {
  const funded = must(world.state.cashTransactions, "customer_cash_balance_transaction", transactionId);
  if (funded.type !== "funded") throw refused(`Transaction ${transactionId} is no transfer that came in.`);
  const customer = idOf(funded.customer) ?? "";
  if (cashOf(world, customer, funded.currency) < funded.net_amount)
    throw refused(`The cash balance of ${customer} does not have that much any more.`);
  return moveCash(world, customer, funded.currency, -funded.net_amount, { type: "return_initiated" });
}

/** What came is collected: it pays an intent made for it, and so reaches the balance, less Stripe's fee. */
export function applyCash(world: World, transactionId: string): Stripe.CustomerCashBalanceTransaction {
  const funded = must(world.state.cashTransactions, "customer_cash_balance_transaction", transactionId);
  const { currency, net_amount: amount } = funded;
  const customer = idOf(funded.customer) ?? "";
  if (funded.type !== "funded" || cashOf(world, customer, currency) < amount)
    throw refused(`Transaction ${transactionId} is nothing that can be applied.`);
  const intent = storeIntent(world, {
    amount,
    currency,
    customer,
    description: null,
    metadata: {},
    methods: ["customer_balance"],
  });
  const billing = emptyBillingDetails(null, world.state.customers[customer]?.name ?? null);
  const method = createPaymentMethod(world, "customer_balance", billing, customer);
  intent.payment_method = method.id;
  const charge = createCharge(world, intent, method, "pending", null);
  recordSuccess(world, intent, charge);
  tellOfBalanceTransaction(world, charge);
  return moveCash(world, customer, currency, -amount, {
    type: "applied_to_payment",
    applied_to_payment: { payment_intent: intent.id },
  });
}

function bankTransfer(
  currency: string,
  { sender, reference }: Transfer,
): Stripe.CustomerCashBalanceTransaction.Funded.BankTransfer {
  if (currency === "eur")
    return {
      eu_bank_transfer: { bic: "COBADEFFXXX", iban_last4: "3000", sender_name: sender },
      reference,
      type: "eu_bank_transfer",
    };
  if (currency === "gbp")
    return {
      gb_bank_transfer: { account_number_last4: "2345", sender_name: sender, sort_code: "108800" },
      reference,
      type: "gb_bank_transfer",
    };
  return { reference, type: "us_bank_transfer", us_bank_transfer: { network: "ach", sender_name: sender } };
}

function moveCash(
  world: World,
  customer: string,
  currency: string,
  amount: number,
  kind: Kind,
): Stripe.CustomerCashBalanceTransaction {
  must(world.state.customers, "customer", customer, "customer");
  const row: Stripe.CustomerCashBalanceTransaction = {
    id: newId("ccsbtxn"),
    object: "customer_cash_balance_transaction",
    created: nowSeconds(world),
    currency,
    customer,
    customer_account: null,
    ending_balance: cashOf(world, customer, currency) + amount,
    livemode: false,
    net_amount: amount,
    ...kind,
  };
  world.state.cashTransactions[row.id] = row;
  emit(world, "customer_cash_balance_transaction.created", row);
  return row;
}

/** What is in a customer's cash balance, in minor units of the currency. */
function cashOf(world: World, customer: string, currency: string): number {
  return rowsOf(world, customer)
    .filter((row) => row.currency === currency)
    .reduce((sum, row) => sum + row.net_amount, 0);
}

const rowsOf = (world: World, customer: string) =>
  Object.values(world.state.cashTransactions).filter((row) => idOf(row.customer) === customer);

/** `GET /v1/customers/:id/cash_balance_transactions`. */
export const listCashTransactions: Handler = (world, params, id) => {
  must(world.state.customers, "customer", id, "customer");
  return listPage(
    world,
    params,
    `/v1/customers/${id}/cash_balance_transactions`,
    rowsOf(world, id),
    () => true,
  );
};

/** `GET /v1/customers/:customer/cash_balance_transactions/:id`. */
export const retrieveCashTransaction: Handler = (world, params, id) => {
  params.close();
  return must(world.state.cashTransactions, "customer_cash_balance_transaction", id);
};
