import { newId } from "@openitem/db/ids";
import { keptKinds } from "@openitem/domain/autopay/autopay";
import { chargeText } from "@openitem/domain/autopay/consent-words";
import { listMethods } from "@openitem/domain/autopay/list-methods";
import { least, sum } from "@openitem/domain/kernel/money";
import { read } from "@openitem/domain/kernel/transact";
import { readAccountSettings } from "@openitem/domain/payments/change-account-settings";
import { may } from "@openitem/domain/policies/permissions";
import { readPolicy } from "@openitem/domain/policies/read-policy";
import { listPromises } from "@openitem/domain/promises/list-promises";
import type { DatedAmount } from "@openitem/domain/promises/plan";
import { type PromiseForm as Facts, readPromisable } from "@openitem/domain/promises/read-promisable";
import { formatAmount } from "@openitem/ui/formats";
import type { Viewer } from "../../context.ts";
import { METHOD_KINDS } from "../autopay/method-kinds.ts";
import type { Draft } from "./draft.ts";
import { termsOf } from "./terms.ts";
import type { FormDocument, NotSent, PromiseForm } from "./view.ts";

type Asked = {
  customerId: string;
  currency: string;
  itemIds: readonly string[];
  replaces: { how: "change" | "counter"; id: string } | null;
  /** What was typed; nothing yet without. */
  draft?: Draft;
  promiseId?: string;
  focus?: string | null;
  notSent?: NotSent | null;
};

const OTHERS_SHOWN = 3;

/** The form of a promise for a draft, against what is open and by the rules of now. Refuses what `readPromisable` refuses. */
export async function promiseForm(viewer: Viewer, asked: Asked): Promise<PromiseForm> {
  const { ctx, contact } = viewer;
  const { customerId, currency, replaces } = asked;
  const facts = await readPromisable(ctx, {
    customerId,
    itemIds: [...asked.itemIds],
    replacesId: replaces?.id ?? null,
  });
  const documents = facts.documents.map(formDocument);
  const compare = (draft: Draft) =>
    termsOf(draft, { customerId, currency, locale: contact.locale, documents, standing: facts.standing });
  const { draft, leftOut } = asked.draft
    ? { draft: asked.draft, leftOut: [] }
    : firstDraft(viewer, facts, currency);
  const known = new Set(documents.map(({ id }) => id));
  return {
    kind: "form",
    stamp: newId(),
    promiseId: asked.promiseId ?? newId(),
    replaces: replaces && facts.replaces ? { ...replaces, number: facts.replaces.number } : null,
    customerId,
    customerName: facts.customerName,
    currency,
    documents,
    leftOut,
    unknownCount: asked.itemIds.filter((id) => !known.has(id)).length,
    standing: facts.standing,
    answer: facts.answer,
    others: await othersOf(viewer, customerId, replaces?.id ?? null),
    debit: await debitOf(viewer, { customerId, currency }),
    draft,
    terms: compare(draft),
    focus: asked.focus ?? null,
    notSent: asked.notSent ?? null,
  };
}

const formDocument = (item: Facts["documents"][number]): FormDocument => ({
  id: item.id,
  kind: item.kind,
  number: item.number,
  customerId: item.customerId,
  currency: item.currency,
  openMinor: item.openMinor,
  inFlightMinor: item.inFlightMinor,
  disputedMinor: item.disputedMinor,
  promisedMinor: item.promisedMinor,
  promisableMinor: item.promisableMinor,
  dueOn: item.dueOn,
  daysLate: item.daysLate,
  about: item.reference ?? item.poNumber ?? "",
});

/** All that can be promised on a day that is still to be said, or the earlier promise as far as it is still to come. */
function firstDraft(
  { contact }: Viewer,
  { documents, replaces, standing }: Facts,
  currency: string,
): { draft: Draft; leftOut: PromiseForm["leftOut"] } {
  const written = (minor: bigint) => formatAmount(minor, currency, contact.locale);
  const free = documents.filter((item) => item.currency === currency && item.promisableMinor > 0n);
  const amounts = free.map((item) => ({
    itemId: item.id,
    minor:
      item.inReplacedMinor === null
        ? item.promisableMinor
        : least(item.inReplacedMinor, item.promisableMinor),
  }));
  const totalMinor = sum(amounts.map(({ minor }) => minor));
  const dates = stillToCome(replaces?.instalments ?? [], totalMinor, standing.today);
  const leftOut = documents
    .filter((item) => item.promisableMinor === 0n)
    .map((item) => ({ number: item.number, code: takenBy(item) }));
  return {
    draft: {
      documents: amounts.map(({ itemId, minor }) => ({ itemId, amount: written(minor) })),
      dates:
        dates.length > 0
          ? dates.map(({ dueOn, amountMinor }) => ({ dueOn, amount: written(amountMinor) }))
          : [{ dueOn: "", amount: written(totalMinor) }],
      note: "",
      methodId: replaces?.chargeMethodId ?? "",
    },
    leftOut,
  };
}

const takenBy = ({ openMinor, promisedMinor, disputedMinor, inFlightMinor }: Facts["documents"][number]) => {
  if (openMinor === 0n) return "paid";
  if (promisedMinor >= disputedMinor && promisedMinor >= inFlightMinor) return "promised";
  return disputedMinor >= inFlightMinor ? "disputed" : "in_flight";
};

/** The dates that are not over, so that they come to `totalMinor`: what is paid already is taken off the first ones. */
function stillToCome(dates: readonly DatedAmount[], totalMinor: bigint, today: string): DatedAmount[] {
  const ahead = dates.filter(({ dueOn }) => dueOn >= today);
  let overMinor = sum(ahead.map(({ amountMinor }) => amountMinor)) - totalMinor;
  const kept = ahead.flatMap(({ dueOn, amountMinor }) => {
    const offMinor = overMinor > 0n ? least(overMinor, amountMinor) : 0n;
    overMinor -= offMinor;
    return amountMinor > offMinor ? [{ dueOn, amountMinor: amountMinor - offMinor }] : [];
  });
  const last = kept.at(-1);
  if (last && overMinor < 0n) last.amountMinor -= overMinor;
  return kept;
}

async function othersOf(
  { ctx }: Viewer,
  customerId: string,
  exceptId: string | null,
): Promise<PromiseForm["others"]> {
  const { rows } = await listPromises(ctx, {
    customerIds: [customerId],
    group: "open",
    limit: OTHERS_SHOWN + 1,
  });
  return rows
    .filter(({ id }) => id !== exceptId)
    .flatMap(({ id, next, currency, documents }) => (next ? [{ id, ...next, currency, documents }] : []))
    .slice(0, OTHERS_SHOWN);
}

/** Only who may have money charged is offered it. */
export async function debitOf(
  viewer: Viewer,
  { customerId, currency }: { customerId: string; currency: string },
): Promise<PromiseForm["debit"]> {
  const { ctx, biller } = viewer;
  if (!may(ctx.actor, "charge.schedule", customerId)) return null;
  const methods = (await listMethods(ctx, { customerIds: [customerId] })).filter(
    ({ status, kind }) => status === "active" && keptKinds(currency, METHOD_KINDS).includes(kind),
  );
  // Where two people send money, one of them consents to no debits alone.
  if (methods.length === 0 || (await readAccountSettings(ctx, customerId)).paymentApproval) return null;
  const { noticeDays } = await read(ctx, (tx) => readPolicy(tx, ctx, "charge"));
  return {
    methods: methods.map(({ id, kind, brand, last4 }) => ({ id, kind, brand, last4 })),
    noticeDays,
    text: chargeText(biller),
  };
}
