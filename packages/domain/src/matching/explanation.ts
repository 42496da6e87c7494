import { decimal } from "../kernel/money.ts";
import type { Doc } from "./books.ts";
import type { Case } from "./case.ts";
import type { Difference, ProposedApplication, Signal } from "./match.ts";
import type { MatchingRule } from "./matching-policy.ts";
import type { Link } from "./mention.ts";
import { signal } from "./signals.ts";

/** What the money takes of one document, and which piece of text stands for it. */
export type Part = { doc: Doc; amountMinor: bigint; discountMinor: bigint; link: Link | null };

/** One way to explain the money, with what speaks for it and why it may not be made without a person. */
export type Explanation = {
  /** All of them must be switched on; the last one gives the name. */
  rules: readonly MatchingRule[];
  parts: readonly Part[];
  difference: Difference;
  remittanceId: string | null;
  signals: readonly Signal[];
  doubts: readonly Signal[];
  /** How far-fetched it is: 0 is as written, more is more. Orders explanations; decides nothing. */
  cost: number;
};

export const EXACT: Difference = { minor: 0n, kind: "none", reason: null };

/** Which customer's money it becomes: the payer's where he is known, else the documents' customer. */
export function payerOf(match: Case, parts: readonly Part[]): string | null {
  const [first] = parts;
  if (!first) return null;
  const { view, prepared, money } = match;
  if (money.customerId !== null) return money.customerId;
  const customers = new Set(parts.map(({ doc }) => doc.debit.customerId));
  const [customerId = ""] = customers;
  const found = view.families.get(first.doc.rootId);
  if (!found || customers.size > 1)
    return found?.customerId ?? (customers.size > 1 ? first.doc.rootId : customerId);
  if (found.way === "account" || found.way === "learnt_name") {
    const known =
      found.way === "account"
        ? prepared.payers.ofAccount(money.counterpartyAccount ?? "")
        : prepared.payers.ofLearntName(view.name ?? "");
    return known.has(customerId) ? customerId : found.customerId;
  }
  const likenessOf = (id: string) => (view.name === null ? 0 : prepared.payers.likeness(view.name, id));
  return likenessOf(customerId) >= likenessOf(found.customerId) ? customerId : found.customerId;
}

export const applicationOf = ({ doc, amountMinor, discountMinor }: Part): ProposedApplication => ({
  itemId: doc.debit.itemId,
  number: doc.debit.number,
  customerId: doc.debit.customerId,
  freeMinor: doc.freeMinor,
  amountMinor,
  discountMinor,
});

/** What the text says for each document. */
export const linkSignals = (links: readonly Link[]): Signal[] =>
  links.map((link) => {
    const { how, written, misspelling } = link;
    const { number, poNumber, reference } = link.doc.debit;
    if (how === "exact" || how === "digits") return signal("reference_exact", { number, written });
    if (how === "running") return signal("reference_part", { number, written });
    if (how === "range") return signal("reference_range", { number, written });
    if (how === "order") return signal("purchase_order", { order: poNumber ?? written, number });
    if (how === "reference") return signal("payment_reference", { reference: reference ?? written, number });
    return signal("reference_misspelt", {
      number,
      written,
      how: how === "misspelt" || how === "confused" ? (misspelling?.how ?? "confused") : how,
      edits: String(misspelling?.edits ?? 0),
    });
  });

/** What the line says of who paid, for the documents' families. */
export function payerSignals(match: Case, docs: readonly Doc[]): Signal[] {
  const { view, prepared } = match;
  const signals = new Map<string, Signal>();
  for (const { rootId, debit } of docs) {
    const found = view.families.get(rootId);
    if (found) {
      signals.set(rootId, found.signal);
      if (found.customerId !== debit.customerId)
        signals.set(
          debit.customerId,
          signal("payer_family", {
            payer: nameOf(match, found.customerId),
            customer: nameOf(match, debit.customerId),
          }),
        );
    } else if (view.name !== null && match.relation(docs[0]!) === "confirmed")
      signals.set(
        rootId,
        signal("payer_name", {
          written: view.name,
          name: nameOf(match, debit.customerId),
          likeness: prepared.payers.likeness(view.name, debit.customerId).toFixed(2),
        }),
      );
  }
  return [...signals.values()];
}

export const nameOf = ({ prepared }: Case, customerId: string): string =>
  prepared.payers.byId.get(customerId)?.name ?? customerId;

/** An amount of the money's currency as facts hold it. */
export const amountText = ({ money }: Case, minor: bigint): string => decimal(minor, money.currency);

/** Hundredths of a percent that `part` is of `whole`. */
export const basisPoints = (part: bigint, whole: bigint): bigint =>
  whole === 0n ? 0n : (part * 10_000n) / whole;

export const percentText = (points: bigint): string => decimal(points, "EUR");
