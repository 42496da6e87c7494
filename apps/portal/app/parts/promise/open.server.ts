import { isCurrency } from "@openitem/domain/kernel/money";
import { type Payable, readPayables } from "@openitem/domain/payments/read-payables";
import { may } from "@openitem/domain/policies/permissions";
import { readPromise } from "@openitem/domain/promises/read-promise";
import type { Viewer } from "../../context.ts";
import { chooseAll, totalsOf } from "../pay/choose.server.ts";
import { isId } from "./draft.ts";
import { promiseForm } from "./view.server.ts";
import type { PromiseChoice, PromiseView } from "./view.ts";

const DOCUMENTS_MAX = 500;

/** Whether the reader may speak for an account about when it pays. */
export const mayPromise = ({ ctx }: Viewer, customerId: string): boolean =>
  may(ctx.actor, "promise.make", customerId);

/** The documents an address names, one by one or parted by commas. */
const itemsOf = (params: URLSearchParams): string[] =>
  [...new Set([...params.getAll("item"), ...params.getAll("items").flatMap((text) => text.split(","))])]
    .filter(isId)
    .slice(0, DOCUMENTS_MAX);

/** The promise an address wants replaced, and whether as a change or as an answer. */
export function replacedIn(params: URLSearchParams): { how: "change" | "counter"; id: string } | null {
  for (const how of ["change", "counter"] as const) {
    const id = params.get(how);
    if (id) return { how, id };
  }
  return null;
}

/**
 * The page for an address: `?items=…` (or `item` several times), `?all=overdue&currency=…`, `?change=<promise>`,
 * `?counter=<promise>`, or what there is to choose from. Refuses `promise.missing`.
 */
export async function openPromise(viewer: Viewer, params: URLSearchParams): Promise<PromiseView> {
  if (!viewer.customerIds.some((id) => mayPromise(viewer, id))) return { kind: "forbidden" };
  const replaces = replacedIn(params);
  if (replaces) {
    const { promise, documents } = await readPromise(viewer.ctx, replaces.id);
    const itemIds = documents.map(({ itemId }) => itemId);
    return promiseForm(viewer, { ...promise, itemIds, replaces });
  }
  const wanted = params.get("currency") ?? "";
  const currency = isCurrency(wanted) ? wanted : null;
  const account = params.get("of");
  const itemIds =
    params.get("all") === "overdue" && currency
      ? (await chooseAll(viewer, "overdue", currency, DOCUMENTS_MAX)).itemIds
      : itemsOf(params);
  const found = await findDocuments(viewer, itemIds);
  const groups = groupsOf(found).filter(
    (group) =>
      (currency === null || group.currency === currency) &&
      (account === null || group.customerId === account),
  );
  const [only, ...more] = groups;
  if (!only) return overdueChoices(viewer);
  if (more.length > 0)
    return {
      kind: "choose",
      severalKinds: true,
      choices: groups.map(({ customerId, currency, documents }) => ({
        href: `/promises/new?${new URLSearchParams({ items: documents.map(({ id }) => id).join(","), currency, of: customerId })}`,
        currency,
        customerName: documents[0]?.customerName ?? null,
        count: documents.length,
        minor: documents.reduce((sum, { readyMinor }) => sum + readyMinor, 0n),
      })),
    };
  const own = new Set(only.documents.map(({ id }) => id));
  const elsewhere = new Set(found.filter(({ id }) => !own.has(id)).map(({ id }) => id));
  return promiseForm(viewer, {
    customerId: only.customerId,
    currency: only.currency,
    itemIds: itemIds.filter((id) => !elsewhere.has(id)),
    replaces: null,
  });
}

async function findDocuments(viewer: Viewer, itemIds: string[]): Promise<Payable[]> {
  if (itemIds.length === 0) return [];
  const { debits } = await readPayables(viewer.ctx, { itemIds, customerIds: [] });
  return debits.filter((debit) => mayPromise(viewer, debit.customerId));
}

function groupsOf(found: readonly Payable[]) {
  const groups = new Map<string, { customerId: string; currency: string; documents: Payable[] }>();
  for (const document of found) {
    const { customerId, currency } = document;
    const key = `${customerId} ${currency}`;
    const group = groups.get(key) ?? { customerId, currency, documents: [] };
    group.documents.push(document);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function overdueChoices(viewer: Viewer): Promise<PromiseChoice> {
  const totals = await totalsOf(viewer, "overdue");
  return {
    kind: "choose",
    severalKinds: false,
    choices: totals.map(({ currency, count, minor }) => ({
      href: `/promises/new?${new URLSearchParams({ all: "overdue", currency })}`,
      currency,
      customerName: null,
      count,
      minor,
    })),
  };
}
