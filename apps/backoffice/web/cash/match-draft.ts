import { type AmountFault, formatAmount, parseAmount } from "@openitem/ui/formats";
import type { Answers } from "../api.ts";

/* What a person has laid out for a bank line, and what it asks for. Pure. Amounts in minor units of its currency. */

export type Document = Answers["cash"]["documents"][number];
export type Proposal = Answers["cash"]["line"]["outcomes"][number]["proposals"][number];

export const DIFFERENCE_CHOICES = ["open", "discount", "write_off", "deduction", "residual"] as const;
export type DifferenceChoice = (typeof DIFFERENCE_CHOICES)[number];

export type DraftRow = { itemId: string; ticked: boolean; typed: string };
export type DraftDifference = {
  choice: DifferenceChoice;
  reason: string;
  /** Of a deduction: the payer contests it, so that a dispute is opened. */
  contested: boolean;
  /** What the payer says of it, for the dispute. */
  note: string;
  facts: Readonly<Record<string, string>>;
  /** Of the dispute it will be: sending twice opens one. */
  disputeId: string;
};

export type MatchDraft = {
  /** Whose money it is; empty while nobody is chosen. */
  customerId: string;
  customerName: string;
  rows: readonly DraftRow[];
  /** By document. */
  differences: Readonly<Record<string, DraftDifference>>;
  rest: "unapplied" | "on_account";
  remittanceId: string | null;
  learn: boolean;
  key: string;
};

type Writing = { currency: string; locale: string };

/** What is done about a rest before anybody decides: it stays open. */
export const newDifference = (over: Partial<DraftDifference> = {}): DraftDifference => ({
  choice: "open",
  reason: "",
  contested: true,
  note: "",
  facts: {},
  disputeId: crypto.randomUUID(),
  ...over,
});

/** A draft that pays nothing yet. */
export const emptyDraft = (customer: { id: string; name: string } | null): MatchDraft => ({
  customerId: customer?.id ?? "",
  customerName: customer?.name ?? "",
  rows: [],
  differences: {},
  rest: "unapplied",
  remittanceId: null,
  learn: true,
  key: crypto.randomUUID(),
});

/** The draft that a proposal suggests. `reasons` are what is written for a discount and a write-off. */
export function draftOf(
  proposal: Proposal,
  customerName: string,
  { currency, locale }: Writing,
  reasons: { discount: string; write_off: string },
): MatchDraft {
  const { applications, difference } = proposal;
  const differences: Record<string, DraftDifference> = {};
  for (const { itemId, discountMinor } of applications)
    if (discountMinor > 0n)
      differences[itemId] = newDifference({ choice: "discount", reason: reasons.discount });
  const last = applications.at(-1);
  if (last && difference.kind === "tolerance" && difference.minor < 0n)
    differences[last.itemId] = newDifference({ choice: "write_off", reason: reasons.write_off });
  if (last && difference.kind === "deduction")
    differences[last.itemId] = newDifference({ choice: "deduction", note: difference.reason ?? "" });
  return {
    ...emptyDraft({ id: proposal.customerId, name: customerName }),
    rows: applications.map(({ itemId, amountMinor }) => ({
      itemId,
      ticked: true,
      typed: formatAmount(amountMinor, currency, locale),
    })),
    differences,
    remittanceId: proposal.remittanceId,
  };
}

/** One document of a draft as it stands: what is typed, what it leaves, what is wrong with it. */
export type ReadRow = DraftRow & {
  document: Document | undefined;
  applyMinor: bigint;
  /** What is open and free of it after this; null where the document is not known. */
  leftMinor: bigint | null;
  fault: AmountFault | "over-open" | "not-above-zero" | null;
};

export type ReadDraft = {
  rows: ReadRow[];
  appliedMinor: bigint;
  /** Of the money. Negative: more is applied than there is. */
  leftMinor: bigint;
  /** Of the ticked documents, before anything is done about it. */
  invoicesLeftMinor: bigint;
  /** Of these, what stays open after what is decided. */
  staysOpenMinor: bigint;
  ok: boolean;
};

/** The sums of a draft, and what is wrong with it. */
export function readDraft(
  draft: MatchDraft,
  documents: ReadonlyMap<string, Document>,
  { availableMinor, currency, locale }: Writing & { availableMinor: bigint },
): ReadDraft {
  const rows = draft.rows.map((row): ReadRow => {
    const document = documents.get(row.itemId);
    if (!row.ticked)
      return { ...row, document, applyMinor: 0n, leftMinor: document?.freeMinor ?? null, fault: null };
    const parsed = parseAmount(row.typed, currency, locale);
    const applyMinor = parsed.ok ? parsed.minor : 0n;
    const leftMinor = document ? document.freeMinor - applyMinor : null;
    const fault = !parsed.ok
      ? parsed.reason
      : applyMinor <= 0n
        ? ("not-above-zero" as const)
        : leftMinor !== null && leftMinor < 0n
          ? ("over-open" as const)
          : null;
    return { ...row, document, applyMinor, leftMinor, fault };
  });
  const ticked = rows.filter((row) => row.ticked);
  const appliedMinor = sum(ticked.map((row) => row.applyMinor));
  const leftMinor = availableMinor - appliedMinor;
  const rests = ticked.map((row) => ({
    ...row,
    rest: row.leftMinor !== null && row.leftMinor > 0n ? row.leftMinor : 0n,
  }));
  const choiceOf = (itemId: string) => draft.differences[itemId]?.choice ?? "open";
  return {
    rows,
    appliedMinor,
    leftMinor,
    invoicesLeftMinor: sum(rests.map(({ rest }) => rest)),
    staysOpenMinor: sum(
      rests
        .filter(({ itemId }) => choiceOf(itemId) === "open" || choiceOf(itemId) === "deduction")
        .map(({ rest }) => rest),
    ),
    ok: draft.customerId !== "" && leftMinor >= 0n && ticked.every((row) => row.fault === null),
  };
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, minor) => total + minor, 0n);

/** What to send: whom the money is of, what it pays and what is done about what is left of that. */
export function wishOf(draft: MatchDraft, read: ReadDraft) {
  const ticked = read.rows.filter((row) => row.ticked);
  return {
    key: draft.key,
    customerId: draft.customerId,
    applications: ticked.map(({ itemId, applyMinor }) => ({ itemId, amountMinor: applyMinor })),
    differences: ticked.flatMap(({ itemId, leftMinor }) => {
      const difference = draft.differences[itemId];
      if (!difference || difference.choice === "open" || leftMinor === null || leftMinor <= 0n) return [];
      const { choice: kind, reason, contested, note, facts, disputeId } = difference;
      const dispute = kind === "deduction" && contested ? { disputeId, facts: { ...facts } } : null;
      return [
        { itemId, kind, amountMinor: leftMinor, reason: reason.trim(), note: note.trim() || null, dispute },
      ];
    }),
    rest: draft.rest,
    remittanceId: draft.remittanceId,
    learn: draft.learn,
  };
}
