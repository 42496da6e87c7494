import { newId } from "@openitem/db/ids";
import { keptKinds } from "@openitem/domain/autopay/autopay";
import { mandateText } from "@openitem/domain/autopay/consent-words";
import { listCharges } from "@openitem/domain/autopay/list-charges";
import { listMethods } from "@openitem/domain/autopay/list-methods";
import { readAutopay } from "@openitem/domain/autopay/read-autopay";
import type { Account } from "@openitem/domain/customers/read-customer";
import { readBalances } from "@openitem/domain/items/read-balances";
import { may } from "@openitem/domain/policies/permissions";
import type { Viewer } from "../../context.ts";
import { METHOD_KINDS } from "./method-kinds.ts";

const PAST_SHOWN = 8;
const FAILED_SHOWN = 3;

/** Everything the autopay page shows of an account. */
export async function readAutopayPage(viewer: Viewer, account: Account) {
  const { ctx, biller } = viewer;
  const customerId = account.id;
  const [view, balances, all, past] = await Promise.all([
    readAutopay(ctx, customerId),
    readBalances(ctx, [customerId]),
    listMethods(ctx, { customerIds: [customerId], withEnded: true }),
    listCharges(ctx, { customerIds: [customerId], limit: 60 }),
  ]);
  // The busiest first, as on the home page.
  const byUse = balances.toSorted((a, b) => b.openCount - a.openCount).map(({ currency }) => currency);
  const currencies = [...new Set([...byUse, ...view.autopays.map(({ currency }) => currency)])];
  const active = view.methods.filter(({ status }) => status === "active");
  const can = (action: Parameters<typeof may>[1]) => may(ctx.actor, action, customerId);
  return {
    key: newId(),
    account: { id: customerId, name: account.name },
    today: view.today,
    noticeDays: view.noticeDays,
    words: view.words,
    mandate: mandateText(biller),
    next: view.next,
    expected: view.autopays.flatMap(({ currency, forecast }) =>
      forecast
        .map((each) => ({
          ...each,
          currency,
          held: each.held.filter(({ reason }) => reason !== "before_consent"),
        }))
        .filter(({ lines, held }) => lines.length > 0 || held.length > 0),
    ),
    currencies: currencies.map((currency) => ({
      currency,
      autopay: withoutForecast(view.autopays.find((each) => each.currency === currency)),
      methods: active.filter(({ kind }) => keptKinds(currency, METHOD_KINDS).includes(kind)),
    })),
    methods: view.methods,
    failed: all.filter(({ status }) => status === "failed").slice(0, FAILED_SHOWN),
    known: all,
    past: past.rows
      .filter(({ status }) => ["settled", "failed", "stopped"].includes(status))
      .slice(0, PAST_SHOWN),
    may: { change: can("autopay.change"), method: can("method.change"), stop: can("charge.stop") },
  };
}

function withoutForecast<T extends { forecast: unknown }>(
  autopay: T | undefined,
): Omit<T, "forecast"> | null {
  if (!autopay) return null;
  const { forecast: _, ...settings } = autopay;
  return settings;
}

export type AutopayPage = Awaited<ReturnType<typeof readAutopayPage>>;
