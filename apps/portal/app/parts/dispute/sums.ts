import { lineDifference } from "@openitem/domain/disputes/claim";
import type { DisputableDocument, DisputableLine } from "@openitem/domain/disputes/read-disputable";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { type AmountFault, parseAmount } from "@openitem/ui/formats";
import type { Draft, DraftDocument, DraftLine } from "./draft.ts";
import { plainNumber } from "./typed-number.ts";

/* What a dispute comes to while it is being written. Pure and the same on both sides of the wire; bigint minor units. */

export type LineFacts = Pick<
  DisputableLine,
  "lineNo" | "description" | "quantity" | "unitPrice" | "amountMinor" | "disputableMinor"
>;
export type DocumentFacts = Pick<DisputableDocument, "itemId" | "number" | "disputableMinor"> & {
  lines: readonly LineFacts[];
};

/** `quantity`, `unitPrice`: no number; `not_less`: no less than billed; `over`: more than is left of it. */
export type LineRefusal = "quantity" | "unitPrice" | "not_less" | "over";
export type LineSum = {
  lineNo: number;
  /** null where it cannot be told */
  minor: bigint | null;
  refusal: LineRefusal | null;
  /** as plain decimals; null where nothing else is expected */
  quantity: string | null;
  unitPrice: string | null;
};

export type DocumentRefusal = AmountFault | "zero" | "over" | "no_line";
export type DocumentSum = {
  itemId: string;
  minor: bigint;
  refusal: DocumentRefusal | null;
  lines: LineSum[];
};

export type Sums = { documents: DocumentSum[]; totalMinor: bigint };

type Frame = { currency: string; locale: string };

/** Adds up a draft. What is no amount counts as nothing until it is mended, and says so. */
export function sumsOf(draft: Draft, documents: readonly DocumentFacts[], frame: Frame): Sums {
  const typed = new Map(draft.documents.map((each) => [each.itemId, each]));
  const sums = documents.flatMap((document) => {
    const own = typed.get(document.itemId);
    return own ? [documentSum(own, document, frame)] : [];
  });
  return { documents: sums, totalMinor: sums.reduce((total, { minor }) => total + minor, 0n) };
}

function documentSum(typed: DraftDocument, document: DocumentFacts, frame: Frame): DocumentSum {
  const { itemId, disputableMinor } = document;
  if (typed.how === "all") return { itemId, minor: disputableMinor, refusal: null, lines: [] };
  if (typed.how === "amount") {
    const parsed = parseAmount(typed.amount, frame.currency, frame.locale);
    if (!parsed.ok) return { itemId, minor: 0n, refusal: parsed.reason, lines: [] };
    if (parsed.minor <= 0n) return { itemId, minor: 0n, refusal: "zero", lines: [] };
    return { itemId, minor: parsed.minor, refusal: overOf(parsed.minor, disputableMinor), lines: [] };
  }
  const facts = new Map(document.lines.map((line) => [line.lineNo, line]));
  const lines = typed.lines.flatMap((line) => {
    const known = facts.get(line.lineNo);
    return line.isOn && known ? [lineSum(line, known, frame)] : [];
  });
  const minor = lines.reduce((total, line) => total + (line.minor ?? 0n), 0n);
  return { itemId, minor, refusal: lines.length === 0 ? "no_line" : overOf(minor, disputableMinor), lines };
}

const overOf = (minor: bigint, mostMinor: bigint): "over" | null => (minor > mostMinor ? "over" : null);

function lineSum(typed: DraftLine, line: LineFacts, { currency, locale }: Frame): LineSum {
  const { lineNo, disputableMinor } = line;
  const quantity = typed.quantity.trim() === "" ? null : plainNumber(typed.quantity, locale);
  const unitPrice = typed.unitPrice.trim() === "" ? null : plainNumber(typed.unitPrice, locale);
  const sum = (minor: bigint | null, refusal: LineRefusal | null): LineSum => ({
    lineNo,
    minor,
    refusal,
    quantity,
    unitPrice,
  });
  if (typed.quantity.trim() !== "" && quantity === null) return sum(null, "quantity");
  if (typed.unitPrice.trim() !== "" && unitPrice === null) return sum(null, "unitPrice");
  if (quantity === null && unitPrice === null)
    return sum(disputableMinor, disputableMinor > 0n ? null : "over");
  try {
    const minor = lineDifference(line, { quantity, unitPrice }, currency);
    return sum(minor, minor > disputableMinor ? "over" : null);
  } catch (error) {
    if (error instanceof Refusal) return sum(null, "not_less");
    throw error;
  }
}
