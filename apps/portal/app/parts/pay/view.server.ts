import { newId } from "@openitem/db/ids";
import { readBalances } from "@openitem/domain/items/read-balances";
import { type Payable, readPayables } from "@openitem/domain/payments/read-payables";
import { readReleaseRule } from "@openitem/domain/payments/read-release-rule";
import { may } from "@openitem/domain/policies/permissions";
import { formatAmount } from "@openitem/ui/formats";
import type { Viewer } from "../../context.ts";
import { scheduleOf } from "../autopay/schedule.server.ts";
import { type Later, NOT_LATER } from "../autopay/schedule.ts";
import type { ChooseAll } from "./choose.server.ts";
import type { Draft, DraftRow } from "./draft.ts";
import type { HeldPayment, NotSent, PayForm, PayRow } from "./view.ts";

type Asked = {
  draft: Draft;
  currency: string;
  paymentId?: string;
  /** how the documents were chosen, unless one by one */
  all?: ChooseAll;
  taken?: { count: number; all: ChooseAll } | null;
  /** a document that the payer puts in although it is disputed */
  putIn?: string;
  /** what was typed of a payment that does not start now */
  later?: Later;
};

const byDueDay = (a: { dueOn: string | null; number: string }, b: { dueOn: string | null; number: string }) =>
  (a.dueOn ?? "").localeCompare(b.dueOn ?? "") || a.number.localeCompare(b.number);

/** Whether the reader may pay for an account. */
export const mayPay = ({ ctx }: Viewer, customerId: string): boolean =>
  may(ctx.actor, "payment.start", customerId);

/**
 * The pay form for a draft, against what is open now: what can be paid keeps what was typed for it; what cannot is
 * named and left out. An empty amount of a new row becomes all that is free and not disputed.
 */
export async function payForm(viewer: Viewer, asked: Asked): Promise<PayForm> {
  const { draft, currency } = asked;
  const payables = await readPayables(viewer.ctx, {
    itemIds: draft.rows.map((row) => row.itemId),
    customerIds: viewer.customerIds.filter((id) => mayPay(viewer, id)),
    currency,
  });
  const known = new Map(payables.debits.map((debit) => [debit.id, debit]));
  const chosen = payables.debits.filter((debit) => debit.currency === currency);
  const allowed = chosen.filter((debit) => mayPay(viewer, debit.customerId));
  const typed = new Map(draft.rows.map((row) => [row.itemId, row]));
  // What is in question is not paid unless somebody says so, by an amount or by putting it in.
  const isLeftOut = (debit: Payable) =>
    debit.freeMinor > 0n && debit.readyMinor === 0n && isNew(typed.get(debit.id)) && debit.id !== asked.putIn;
  const payable = allowed.filter((debit) => debit.freeMinor > 0n && !isLeftOut(debit)).sort(byDueDay);
  const several = new Set(payable.map((debit) => debit.customerId)).size > 1 || viewer.account === null;
  const written = (minor: bigint) => formatAmount(minor, currency, viewer.contact.locale);

  const { methods, partPayment, onAccountAllowed, itemsPerPaymentMax } = payables.policy;
  const accounts = [...new Set([...viewer.customerIds, ...payable.map((debit) => debit.customerId)])];
  const balance = (await readBalances(viewer.ctx, accounts)).find((each) => each.currency === currency);
  const chosenCredits = new Set(payables.chosenCreditIds);
  const creditsTyped = new Map(draft.credits.map((credit) => [credit.itemId, credit]));
  const credits = payables.credits.filter((credit) => mayPay(viewer, credit.customerId));
  const payer = payerOf(viewer, payable);
  const release = await readReleaseRule(viewer.ctx, {
    payerId: payer.id,
    customerIds: payable.map((debit) => debit.customerId),
  });
  return {
    kind: "form",
    stamp: newId(),
    paymentId: asked.paymentId ?? newId(),
    currency,
    payer,
    rows: payable.map((debit) => rowOf(debit, typed.get(debit.id)?.was ?? "", several)),
    disputed: allowed.filter(isLeftOut).map(({ id, number, freeMinor, disputes: [first] }) => ({
      id,
      number,
      minor: freeMinor,
      dispute: first ? { id: first.id, number: first.number } : null,
    })),
    held: heldBy(allowed.filter((debit) => debit.freeMinor === 0n && debit.openMinor > 0n)),
    gone: allowed.filter((debit) => debit.openMinor === 0n).map((debit) => debit.number),
    goneUnknown: draft.rows.filter((row) => !known.has(row.itemId) && !chosenCredits.has(row.itemId)).length,
    forbidden: chosen.filter((debit) => !allowed.includes(debit)).map((debit) => debit.number),
    credits: credits.map((credit) => ({
      id: credit.id,
      number: credit.number,
      kind: credit.kind,
      heldAs: credit.heldAs,
      about: aboutOf(credit, several),
      issuedOn: credit.issuedOn,
      freeMinor: credit.freeMinor,
    })),
    creditCount: payables.creditCount,
    draft: {
      rows: payable.map((debit) => {
        const row = typed.get(debit.id);
        const { amount = "", reason = "", note = "" } = row ?? {};
        const proposedMinor = debit.id === asked.putIn ? debit.freeMinor : debit.readyMinor;
        return {
          itemId: debit.id,
          amount: isNew(row) || debit.id === asked.putIn ? written(proposedMinor) : amount,
          reason,
          note,
          was: String(debit.freeMinor),
        };
      }),
      credits: credits.map((credit) => {
        const before = creditsTyped.get(credit.id);
        return {
          itemId: credit.id,
          used: before?.used ?? chosenCredits.has(credit.id),
          amount: before?.amount ?? written(credit.freeMinor),
        };
      }),
      onAccount: draft.onAccount,
    },
    search: "",
    found: null,
    openMinor: balance?.openMinor ?? 0n,
    inFlightMinor: balance?.inFlightMinor ?? 0n,
    disputedMinor: balance?.disputedMinor ?? 0n,
    promisedMinor: balance?.promisedMinor ?? 0n,
    mayDispute: accounts.some((id) => may(viewer.ctx.actor, "dispute.raise", id)),
    rules: {
      shortReasons: partPayment.shortReasons,
      partAllowed: partPayment.allowed,
      onAccountAllowed,
      itemsMax: itemsPerPaymentMax,
      methods: methods[currency] ?? methods["*"] ?? [],
    },
    release,
    schedule: release ? null : await scheduleOf(viewer, { customerId: payer.id, currency }),
    later: asked.later ?? NOT_LATER,
    passedOver:
      asked.all && balance && balance.inFlightMinor > 0n
        ? { count: balance.inFlightCount, minor: balance.inFlightMinor }
        : null,
    taken: asked.taken ?? null,
    notSent: null,
  };
}

/** Only a row that has never been shown is filled in; a field somebody emptied stays empty. */
const isNew = (row: DraftRow | undefined): boolean => !row?.was && !row?.amount;

/** The same form, told that it was not sent on and why. */
export const notSent = (form: PayForm, reason: NotSent): PayForm => ({ ...form, notSent: reason });

function rowOf(debit: Payable, was: string, several: boolean): PayRow {
  const { id, number, kind, dueOn, openMinor, freeMinor, readyMinor, promisedMinor, underWay } = debit;
  const before = /^\d{1,18}$/.test(was) ? BigInt(was) : null;
  return {
    id,
    number,
    kind,
    about: aboutOf(debit, several),
    dueOn,
    openMinor,
    freeMinor,
    readyMinor,
    promisedMinor,
    disputes: debit.disputes.map(({ id: disputeId, number: name }) => ({ id: disputeId, number: name })),
    heldBy: underWay ? { name: underWay.payerName, paymentId: underWay.paymentId } : null,
    changedFromMinor: before !== null && before !== freeMinor ? before : null,
  };
}

const aboutOf = (
  { reference, poNumber, customerName }: Pick<Payable, "reference" | "poNumber" | "customerName">,
  several: boolean,
): string => (several ? customerName : (reference ?? poNumber ?? ""));

function heldBy(debits: readonly Payable[]): HeldPayment[] {
  const groups = new Map<string, HeldPayment>();
  for (const { number, inFlightMinor, underWay } of debits) {
    if (!underWay) continue;
    const { paymentId, payerName, isOwn, since, expectedOn } = underWay;
    const group = groups.get(paymentId) ?? {
      paymentId,
      payerName,
      isOwn,
      since,
      expectedOn,
      numbers: [],
      minor: 0n,
    };
    group.numbers.push(number);
    group.minor += inFlightMinor;
    groups.set(paymentId, group);
  }
  return [...groups.values()];
}

/** The account that pays, and that a rest is put on: the one he looks at, else the one the documents belong to, the parent first. */
function payerOf(viewer: Viewer, payable: readonly Payable[]): PayForm["payer"] {
  const owners = new Set(payable.map((debit) => debit.customerId));
  const parents = new Set(viewer.accounts.filter(({ id }) => owners.has(id)).map(({ parentId }) => parentId));
  const usable = viewer.accounts.filter(({ id }) => mayPay(viewer, id));
  const payer =
    usable.find(({ id }) => id === viewer.account?.id) ??
    (owners.size > 1 ? usable.find(({ id }) => parents.has(id)) : undefined) ??
    usable.find(({ id }) => owners.has(id)) ??
    usable[0];
  if (!payer) throw new Error("The pay form was asked for by somebody who may not pay");
  return { id: payer.id, name: payer.name, number: payer.number };
}
