import { type Decimal, decimalOf, negated, sumOf } from "../decimal.ts";
import type { Location } from "../location.ts";
import type { Warning } from "../warning.ts";
import { adjustmentReasons } from "./adjustment-reasons.ts";
import { appendNote } from "./append-note.ts";
import { compactDate } from "./compact-date.ts";
import {
  blankLine,
  type RemittanceAdjustment,
  type RemittanceItem,
  type RemittanceLine,
  type RemittanceReference,
} from "./remittance-file.ts";
import { addsUp, settleSigns } from "./settle-line.ts";
import { partyOf, personOf } from "./x12-820-parties.ts";
import { element, type X12Segment } from "./x12-interchange.ts";

/** Segments of the detail that say nothing about what is paid: loops' marks, addresses, contacts, products. */
const aside = new Set(["LS", "LE", "LX", "N2", "N3", "N4", "PER", "PID", "DMG", "HL", "PO4", "CUR"]);

/** RMT01 of a part of a document (an item number) rather than a document. */
const itemQualifier = "IX";

type Item = Omit<RemittanceItem, "references"> & { references: RemittanceReference[] };
type Growing = {
  -readonly [key in keyof Omit<RemittanceLine, "references" | "adjustments" | "items">]: RemittanceLine[key];
} & { references: RemittanceReference[]; adjustments: RemittanceAdjustment[]; items: Item[] };

/** Numbers of an entity that every one of its lines bears; more of them are not numbers of a person or a company. */
const maxEntityReferences = 50;

/** Lines of the detail of one 820, in order: RMR and RMT each are one, so is an ADX that belongs to no document. */
export function readDetail(segments: readonly X12Segment[], warnings: Warning[]): RemittanceLine[] {
  const lines: Growing[] = [];
  const unread = new Map<string, X12Segment>();
  const open: { entity: RemittanceReference[]; line: Growing | null; adjusting: boolean } = {
    entity: [],
    line: null,
    adjusting: false,
  };

  const amount = (segment: X12Segment, number: number): Decimal | null => {
    const text = element(segment, number);
    const value = text === null ? null : decimalOf(text);
    if (text !== null && value === null) {
      warnings.push({
        code: "amount-unreadable",
        sentence: `"${text.slice(0, 40)}" in ${segment.tag}${String(number).padStart(2, "0")} is not an amount.`,
        location: { record: segment.record },
      });
    }
    return value;
  };
  const begin = (
    segment: X12Segment,
    known: Partial<Omit<RemittanceLine, "references" | "adjustments" | "items">>,
  ): Growing => {
    const location: Location = { record: segment.record };
    const begun: Growing = {
      ...blankLine,
      ...known,
      references: [...open.entity],
      adjustments: [],
      items: [],
      location,
    };
    lines.push(begun);
    open.line = begun;
    open.adjusting = false;
    return begun;
  };
  const refer = (reference: RemittanceReference) => {
    if (reference.value === "") return;
    const { line } = open;
    const item = open.adjusting ? undefined : line?.items.at(-1);
    if (line) (item ?? line).references.push(reference);
    else if (open.entity.length < maxEntityReferences) open.entity.push(reference);
    else {
      const sentence = `An entity has more than ${maxEntityReferences} references; the rest were left out.`;
      warnings.push({ code: "x12-entity-references", sentence, location: null });
    }
  };

  for (const segment of segments) {
    const value = (number: number) => element(segment, number);
    const { line } = open;
    switch (segment.tag) {
      case "ENT":
        open.entity = [];
        open.line = null;
        if (value(4)) open.entity.push({ kind: `ENT ${value(3) ?? ""}`.trim(), value: value(4) ?? "" });
        break;
      case "NM1":
      case "N1": {
        const { name, identifier } = segment.tag === "NM1" ? personOf(segment) : partyOf(segment);
        // N1 with HH and LI only opens a loop of items; it names nobody.
        if (segment.tag === "N1" && /^(?:LI|HH)$/.test(value(1) ?? "")) break;
        if (name) refer({ kind: `${segment.tag} ${value(1) ?? ""}`.trim(), value: name });
        if (identifier) refer({ kind: value(segment.tag === "NM1" ? 8 : 3) ?? "", value: identifier });
        break;
      }
      case "RMR": {
        const begun = begin(segment, {
          documentKind: value(1),
          documentNumber: value(2),
          net: amount(segment, 4),
          gross: amount(segment, 5),
          discount: amount(segment, 6),
        });
        if (value(3)) refer({ kind: "RMR03", value: value(3) ?? "" });
        const extra = amount(segment, 8);
        if (value(7) ?? extra) begun.adjustments.push(adjustment(interest(begun, extra), value(7), null));
        break;
      }
      case "RMT": {
        if (value(1) === itemQualifier && line) {
          const item = {
            reference: value(2),
            quantity: value(3),
            amount: amount(segment, 4),
            references: [],
          };
          line.items.push(item);
          break;
        }
        const begun = begin(segment, {
          documentKind: value(1),
          documentNumber: value(2),
          net: amount(segment, 3),
          gross: amount(segment, 4),
          discount: amount(segment, 7),
          note: value(10),
        });
        const deducted = amount(segment, 8);
        if (value(9) ?? deducted) begun.adjustments.push(adjustment(deducted, value(9), null));
        break;
      }
      case "ADX": {
        const made = adjustment(amount(segment, 1), value(2), value(4));
        if (line && line.documentKind !== "ADX") {
          line.adjustments.push(made);
        } else {
          begin(segment, {
            documentKind: "ADX",
            documentNumber: value(4),
            net: made.amount,
          }).adjustments.push(made);
        }
        open.adjusting = true;
        break;
      }
      case "REF":
        if (line?.documentKind === "ADX") line.documentNumber ??= value(2);
        refer({ kind: value(1) ?? "", value: value(2) ?? value(3) ?? "" });
        break;
      case "DTM": {
        const date = compactDate(value(2)) ?? compactDate(value(6));
        if (value(1) === "003" && line && !open.adjusting) line.documentDate = date;
        else refer({ kind: `DTM ${value(1) ?? ""}`, value: date ?? value(6) ?? value(2) ?? "" });
        break;
      }
      case "NTE":
      case "MSG": {
        const note = value(segment.tag === "NTE" ? 2 : 1);
        if (line) line.note = appendNote(line.note, note);
        else if (note) refer({ kind: "NTE", value: note });
        break;
      }
      case "IT1":
      case "SLN": {
        if (!line) break;
        const quantity = value(segment.tag === "IT1" ? 2 : 4);
        const price = amount(segment, segment.tag === "IT1" ? 4 : 6);
        const reference = value(7) ?? value(1);
        line.items.push({ reference, quantity, amount: price, references: [] });
        const unit = value(segment.tag === "IT1" ? 3 : 5);
        if (unit) refer({ kind: segment.tag, value: unit });
        break;
      }
      default:
        if (!aside.has(segment.tag) && !unread.has(segment.tag)) unread.set(segment.tag, segment);
    }
  }
  for (const [tag, segment] of unread) {
    warnings.push({
      code: "x12-segment-unread",
      sentence: `Segments ${tag.slice(0, 10)} of the detail were not used.`,
      location: { record: segment.record },
    });
  }
  return lines.map(settled);
}

/**
 * RMR08 is interest or a penalty paid on top, or anticipation taken off; partners also put deductions there without a
 * sign. With a gross amount the arithmetic tells which; without, it is paid on top as the standard says.
 */
function interest(line: RemittanceLine, extra: Decimal | null): Decimal | null {
  if (extra === null || addsUp({ ...line, deduction: negated(extra) })) return extra;
  return addsUp({ ...line, deduction: extra }) ? negated(extra) : extra;
}

function adjustment(
  amount: Decimal | null,
  code: string | null,
  reference: string | null,
): RemittanceAdjustment {
  return { amount, reasonCode: code, reason: (code && adjustmentReasons.get(code)) ?? null, reference };
}

/** Adjustments become the line's deduction: they are added to a payment, deductions are taken from it. */
function settled(line: RemittanceLine): RemittanceLine {
  const amounts = line.adjustments.map(({ amount }) => amount).filter((amount) => amount !== null);
  const codes = new Set(line.adjustments.map(({ reasonCode }) => reasonCode).filter((code) => code !== null));
  const known = {
    ...line,
    reasonCode: [...codes].join(", ") || null,
    netFrom: line.net === null ? null : ("line" as const),
  };
  // An adjustment that belongs to no document is all there is to its line.
  if (line.documentKind === "ADX" || amounts.length === 0) return settleSigns(known);
  return settleSigns({ ...known, deduction: negated(sumOf(amounts)) });
}
