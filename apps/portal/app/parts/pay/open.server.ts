import { isCurrency } from "@openitem/domain/kernel/money";
import { readPayables } from "@openitem/domain/payments/read-payables";
import { z } from "zod";
import type { Viewer } from "../../context.ts";
import { draftOfPromise } from "../promise/pay-draft.server.ts";
import { type ChooseAll, chooseAll, draftOfPayment, isChooseAll, totalsOf } from "./choose.server.ts";
import { type Draft, emptyDraft } from "./draft.ts";
import { readAside } from "./put-aside.ts";
import { mayPay, payForm } from "./view.server.ts";
import type { PayView } from "./view.ts";

const draftOf = (itemIds: readonly string[]): Draft => ({
  ...emptyDraft(),
  rows: itemIds.map((itemId) => ({ itemId, amount: "", reason: "", note: "", was: "" })),
});

/**
 * The pay page for an address: `?item=…&item=…`, `?all=overdue` and the like, `?again=<payment>`,
 * `?promise=<id>&date=<no>`, or none of these; documents may come with what was typed for them before;
 * `?currency=USD` says which one where several are meant.
 */
export async function openPay(viewer: Viewer, params: URLSearchParams): Promise<PayView> {
  if (!viewer.customerIds.some((id) => mayPay(viewer, id))) return { kind: "forbidden" };
  const wanted = params.get("currency") ?? "";
  const currency = isCurrency(wanted) ? wanted : null;
  const again = params.get("again");
  if (again) return payForm(viewer, await draftOfPayment(viewer, again));
  const promise = params.get("promise");
  if (promise) return payForm(viewer, await draftOfPromise(viewer, promise, params.get("date")));

  const itemIds = [...new Set(params.getAll("item"))].filter((id) => z.uuid().safeParse(id).success);
  if (itemIds.length > 0) return openItems(viewer, itemIds, currency, params);

  const all = params.get("all");
  if (isChooseAll(all)) return openAll(viewer, all, currency);
  if (currency) return payForm(viewer, { draft: emptyDraft(), currency });
  return choices(viewer, ["overdue", "everything"]);
}

async function openItems(
  viewer: Viewer,
  itemIds: string[],
  asked: string | null,
  typed: URLSearchParams,
): Promise<PayView> {
  const { debits, chosenCreditIds } = await readPayables(viewer.ctx, { itemIds, customerIds: [] });
  const currencies = [...new Set(debits.map((debit) => debit.currency))].sort();
  const currency = asked ?? (currencies.length === 1 ? currencies[0] : null);
  // With none of them found, the list of what there is says more than an empty form.
  if (!currency && currencies.length === 0) return choices(viewer, ["overdue", "everything"]);
  if (!currency)
    return {
      kind: "choose",
      severalCurrencies: true,
      choices: currencies.map((each) => {
        const here = debits.filter((debit) => debit.currency === each);
        const ids = [...here.map((debit) => debit.id), ...chosenCreditIds];
        const params = new URLSearchParams(ids.map((id) => ["item", id]));
        params.set("currency", each);
        return {
          currency: each,
          count: here.length,
          minor: here.reduce((sum, debit) => sum + debit.readyMinor, 0n),
          href: `/pay?${params}`,
          what: "chosen",
        };
      }),
      onAccount: [],
    };
  const foreign = new Set(debits.filter((debit) => debit.currency !== currency).map((debit) => debit.id));
  const { draft, later } = readAside(
    typed,
    itemIds.filter((id) => !foreign.has(id)),
  );
  return payForm(viewer, { draft, currency, later });
}

async function openAll(viewer: Viewer, all: ChooseAll, asked: string | null): Promise<PayView> {
  const totals = await totalsOf(viewer, all);
  const currency = asked ?? (totals.length === 1 ? totals[0]?.currency : null);
  if (!currency) return choices(viewer, [all], totals.length > 1);
  const { policy } = await readPayables(viewer.ctx, { itemIds: [], customerIds: [] });
  const max = policy.itemsPerPaymentMax;
  const { itemIds, leftOutOf } = await chooseAll(viewer, all, currency, max);
  const taken = leftOutOf === null ? null : { count: leftOutOf, all };
  return payForm(viewer, { draft: draftOf(itemIds), currency, all, taken });
}

async function choices(viewer: Viewer, ways: ChooseAll[], severalCurrencies = false): Promise<PayView> {
  const totals = await Promise.all(
    ways.map(async (what) => (await totalsOf(viewer, what)).map((total) => ({ ...total, what }))),
  );
  const { policy } = await readPayables(viewer.ctx, { itemIds: [], customerIds: [] });
  const found = totals.flat().map(({ currency, count, minor, what }) => ({
    currency,
    count,
    minor,
    what,
    href: `/pay?${new URLSearchParams({ all: what, currency })}`,
  }));
  const currencies = [...new Set(found.map((choice) => choice.currency))].sort();
  return {
    kind: "choose",
    severalCurrencies,
    choices: found
      // Where all that is open is overdue, it need not be said twice.
      .filter((choice, at) => !found.slice(0, at).some((other) => sameDocuments(choice, other)))
      .toSorted((a, b) => a.currency.localeCompare(b.currency)),
    onAccount: policy.onAccountAllowed
      ? currencies.map((currency) => ({ currency, href: `/pay?${new URLSearchParams({ currency })}` }))
      : [],
  };
}

const sameDocuments = (
  a: { currency: string; count: number },
  b: { currency: string; count: number },
): boolean => a.currency === b.currency && a.count === b.count;
