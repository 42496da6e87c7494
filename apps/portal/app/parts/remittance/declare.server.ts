import { newId } from "@openitem/db/ids";
import { isCurrency } from "@openitem/domain/kernel/money";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { type Payable, readPayables } from "@openitem/domain/payments/read-payables";
import { may } from "@openitem/domain/policies/permissions";
import { declarePayment } from "@openitem/domain/remittances/declare-payment";
import { formatAmount } from "@openitem/ui/formats";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Problem } from "../../answer.ts";
import type { Viewer } from "../../context.ts";
import { withAccount } from "../account-address.ts";
import { chooseAll, totalsOf } from "../pay/choose.server.ts";
import { type DeclareDocument, type DeclareFaults, readDeclaration } from "./declare-form.ts";
import { fieldName, typedIn } from "./field-names.ts";

/** More open invoices than these are not listed; others are chosen in the list of invoices. */
const LISTED_MAX = 100;
const CHOSEN_MAX = 500;

export type DeclareView = {
  kind: "form";
  stamp: string;
  remittanceId: string;
  customer: { id: string; name: string };
  currency: string;
  documents: DeclareDocument[];
  /** Whether the documents were chosen before, or are what is open. */
  isChosen: boolean;
  /** Open invoices that are not listed, and chosen ones that are none of this account and currency or not open. */
  notListed: number;
  leftOut: number;
  today: string;
  typed: Record<string, string>;
  faults: DeclareFaults;
  problem: Problem | null;
};

export type DeclareChoice = {
  kind: "choose";
  choices: { href: string; currency: string; count: number; minor: bigint }[];
};

const isId = (text: string): boolean => z.uuid().safeParse(text).success;

/** The documents an address names, one by one or parted by commas. */
const itemsOf = (params: URLSearchParams): string[] =>
  [...new Set([...params.getAll("item"), ...params.getAll("items").flatMap((text) => text.split(","))])]
    .filter(isId)
    .slice(0, CHOSEN_MAX);

export const maySendRemittance = ({ ctx }: Viewer, customerId: string): boolean =>
  may(ctx.actor, "remittance.send", customerId);

/** The form for an address: `?items=…` (or `item` several times), `?currency=…`, or what there is to choose from. */
export async function openDeclaration(
  viewer: Viewer,
  params: URLSearchParams,
): Promise<DeclareView | DeclareChoice | { kind: "forbidden" }> {
  if (!viewer.customerIds.some((id) => maySendRemittance(viewer, id))) return { kind: "forbidden" };
  const itemIds = itemsOf(params);
  const asked = params.get("currency") ?? "";
  const chosen = itemIds.length > 0 ? await payablesOf(viewer, itemIds) : [];
  const currency = isCurrency(asked) ? asked : (chosen[0]?.currency ?? null);
  if (currency) return formFor(viewer, { itemIds, currency });
  const totals = await totalsOf(viewer, "everything");
  const [only, ...more] = totals;
  if (only && more.length === 0) return formFor(viewer, { itemIds, currency: only.currency });
  return {
    kind: "choose",
    choices: (totals.length > 0 ? totals : [{ currency: "USD", count: 0, minor: 0n }]).map((total) => ({
      ...total,
      href: `/remittances/declare?${new URLSearchParams({ currency: total.currency })}`,
    })),
  };
}

async function payablesOf(viewer: Viewer, itemIds: string[]): Promise<Payable[]> {
  const { debits } = await readPayables(viewer.ctx, { itemIds, customerIds: [] });
  return debits.filter((debit) => maySendRemittance(viewer, debit.customerId));
}

type Asked = {
  itemIds: string[];
  currency: string;
  customerId?: string;
  remittanceId?: string;
  typed?: Record<string, string>;
  faults?: DeclareFaults;
  problem?: Problem | null;
};

async function formFor(viewer: Viewer, asked: Asked): Promise<DeclareView> {
  const { currency, typed } = asked;
  const isChosen = asked.itemIds.length > 0;
  const listed = isChosen ? null : await chooseAll(viewer, "everything", currency, LISTED_MAX);
  const found = await payablesOf(viewer, listed ? listed.itemIds : asked.itemIds);
  const payable = found.filter((each) => each.currency === currency && each.openMinor > 0n);
  // His own account, unless the documents are all another's: a parent pays for those below it.
  const own =
    viewer.account ?? viewer.accounts.find(({ id }) => id === payable[0]?.customerId) ?? viewer.accounts[0];
  const customer = viewer.accounts.find(({ id }) => id === asked.customerId) ?? own;
  if (!customer) throw new Refusal("missing", "customer.missing", "We cannot find this account.");
  const written = (minor: bigint) => formatAmount(minor, currency, viewer.contact.locale);
  const first = Object.fromEntries(
    isChosen ? payable.map(({ id, readyMinor }) => [fieldName.amount(id), written(readyMinor)]) : [],
  );
  const readyMinor = isChosen ? payable.reduce((sum, each) => sum + each.readyMinor, 0n) : 0n;
  return {
    kind: "form",
    stamp: newId(),
    remittanceId: asked.remittanceId ?? newId(),
    customer: { id: customer.id, name: customer.name },
    currency,
    documents: payable.map((each) => ({
      id: each.id,
      number: each.number,
      about: [each.reference, each.customerId === customer.id ? null : each.customerName]
        .filter(Boolean)
        .join(" · "),
      dueOn: each.dueOn,
      openMinor: each.openMinor,
    })),
    isChosen,
    notListed: listed?.leftOutOf ? listed.leftOutOf - listed.itemIds.length : 0,
    leftOut: isChosen ? asked.itemIds.length - payable.length : 0,
    today: viewer.today,
    typed: typed ?? {
      ...first,
      [fieldName.paidOn]: viewer.today,
      [fieldName.total]: readyMinor > 0n ? written(readyMinor) : "",
      [fieldName.method]: "wire",
    },
    faults: asked.faults ?? {},
    problem: asked.problem ?? null,
  };
}

const envelope = z.object({
  remittanceId: z.uuid(),
  customerId: z.uuid(),
  currency: z.string().refine(isCurrency),
  items: z.string().max(40_000).default(""),
});

const UNREADABLE = "This form could not be read. Nothing was sent. Reload the page and send it again.";

/** What a sent declaration comes to: on to what was declared, or the form again with everything that was typed. */
export async function answerDeclaration(viewer: Viewer, form: FormData, search: string) {
  const typed = typedIn(form);
  const sent = envelope.safeParse(typed);
  if (!sent.success) throw new Refusal("invalid", "remittance.unreadable_form", UNREADABLE);
  const { remittanceId, customerId, currency, items } = sent.data;
  const itemIds = items.split(",").filter(isId).slice(0, CHOSEN_MAX);
  const view = await formFor(viewer, { itemIds, currency, customerId, remittanceId, typed });
  const { wish, faults } = readDeclaration(typed, { ...view, locale: viewer.contact.locale });
  if (typed.intent !== "send") return data(view, 200);
  if (Object.keys(faults).length > 0) return data({ ...view, faults }, HTTP_STATUS.invalid);
  try {
    await declarePayment(viewer.ctx, { remittanceId, customerId, currency, ...wish });
    return redirect(withAccount(`/remittances/${remittanceId}?done=declared`, search), 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, facts, message: sentence, kind } = error;
    return data({ ...view, problem: { code, facts, sentence } }, HTTP_STATUS[kind]);
  }
}
