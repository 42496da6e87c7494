import { decimalOf } from "../decimal.ts";
import { RefusedFile } from "../refused-file.ts";
import type { Warning } from "../warning.ts";
import { appendNote } from "./append-note.ts";
import { compactDate } from "./compact-date.ts";
import type { ReadFile, ReadRemittance, RemittanceReference } from "./remittance-file.ts";
import { readDetail } from "./x12-820-detail.ts";
import { partyOf, payeeRoles, payerRoles } from "./x12-820-parties.ts";
import { element, readX12, type X12Segment, type X12TransactionSet } from "./x12-interchange.ts";

/** DTM01 of dates on which the money moves, the surest first (data element 374). */
const paymentDates = ["814", "245", "234", "138", "693", "020", "007", "009", "195", "107", "014"];

/** The first segment of the detail: from here on, names and numbers belong to what is paid. */
const detailTags = new Set(["ENT", "RMR", "RMT", "LS", "ADX", "LX"]);

/** REF01 of numbers of a payment (data element 128): cheque, remittance advice, transfer, transaction, voucher. */
const paymentNumbers = new Set(["CK", "RA", "EF", "TN", "VV"]);

/** Header segments that say nothing about what is paid: addresses, contacts, tax forms of the payer. */
const headerAside = new Set(["N2", "N3", "N4", "PER", "RDM", "G62", "LE"]);

/**
 * Reads ASC X12 820 (payment order, remittance advice), releases 003010 to 008060 and the health guides X218 and
 * X306. Every transaction set is one remittance.
 *
 * BPR02 is the total, BPR16 the date (BPS02 and BPS12 before 003020); RMR04 is what is paid, RMR05 the document's
 * amount before discount, RMR06 the discount taken; ADX01 is added to the payment (negative: a deduction). Source:
 * segment notes of the standard.
 */
export function readX12820(text: string): ReadFile {
  const file = readX12(text);
  const warnings: Warning[] = [...file.warnings];
  const remittances: ReadRemittance[] = [];
  for (const set of file.sets) {
    if (set.kind === "820") remittances.push(readSet(set, warnings));
    else {
      warnings.push({
        code: "x12-other-set",
        sentence: `A transaction set ${set.kind.slice(0, 6)} is not a remittance advice (820) and was left aside.`,
        location: { record: set.record },
      });
    }
  }
  if (remittances.length === 0) {
    const kinds = [...new Set(file.sets.map((set) => set.kind))].join(", ").slice(0, 60);
    throw new RefusedFile(
      "x12-no-820",
      kinds
        ? `The file holds X12 transaction sets ${kinds}, none of them a remittance advice (820).`
        : "The file is an X12 interchange without any transaction set.",
      { record: 1 },
    );
  }
  const versions = new Set(file.sets.filter((set) => set.kind === "820").map((set) => set.version));
  const version = versions.size === 1 ? ([...versions][0] ?? null) : null;
  return { format: "x12-820", version, readBy: "text", remittances, warnings };
}

function readSet(set: X12TransactionSet, warnings: Warning[]): ReadRemittance {
  const start = set.segments.findIndex((segment) => detailTags.has(segment.tag));
  const header = start < 0 ? set.segments : set.segments.slice(0, start);
  const detail = start < 0 ? [] : set.segments.slice(start);
  const remittance = readHeader(set, header, warnings);
  return { ...remittance, lines: readDetail(detail, warnings) };
}

type Header = { -readonly [key in keyof Omit<ReadRemittance, "references">]: ReadRemittance[key] } & {
  references: RemittanceReference[];
};

function readHeader(
  set: X12TransactionSet,
  segments: readonly X12Segment[],
  warnings: Warning[],
): ReadRemittance {
  const header: Header = {
    reference: null,
    paymentDate: null,
    currency: null,
    total: null,
    lines: [],
    payerParty: { name: null, identifier: null, account: null },
    payeeParty: { name: null, identifier: null, account: null },
    method: null,
    note: null,
    references: [],
    location: { record: set.record },
  };
  const dates = new Map<string, string>();
  let payerRank = Number.POSITIVE_INFINITY;
  let payeeRank = Number.POSITIVE_INFINITY;
  for (const segment of segments) {
    const value = (number: number) => element(segment, number);
    switch (segment.tag) {
      case "BPR":
      case "BPS": {
        const money = segment.tag === "BPR" ? bpr(segment) : bps(segment);
        header.total = money.amount === null ? null : decimalOf(money.amount);
        if (money.amount !== null && header.total === null) {
          warnings.push(unreadable("the total", money.amount, segment));
        }
        header.method = money.method;
        header.paymentDate = compactDate(money.date);
        header.payerParty = { ...header.payerParty, account: money.payerAccount };
        header.payeeParty = { ...header.payeeParty, account: money.payeeAccount };
        break;
      }
      case "TRN":
        header.reference ??= value(2);
        break;
      case "CUR":
        header.currency ??= value(2)?.toUpperCase() ?? null;
        break;
      case "REF":
        header.references.push({ kind: value(1) ?? "", value: value(2) ?? value(3) ?? "" });
        break;
      case "DTM": {
        const date = compactDate(value(2)) ?? compactDate(value(6));
        if (date) dates.set(value(1) ?? "", date);
        break;
      }
      case "N1": {
        const role = value(1) ?? "";
        const payer = payerRoles.indexOf(role);
        const payee = payeeRoles.indexOf(role);
        // The surest role wins, whatever the order: PR is the payer where RM, the sender of the money, stands too.
        if (payer >= 0 && payer < payerRank) {
          header.payerParty = { ...partyOf(segment), account: header.payerParty.account };
          payerRank = payer;
        } else if (payee >= 0 && payee < payeeRank) {
          header.payeeParty = { ...partyOf(segment), account: header.payeeParty.account };
          payeeRank = payee;
        } else {
          const { name, identifier } = partyOf(segment);
          header.references.push({ kind: `N1 ${role}`, value: name ?? identifier ?? "" });
        }
        break;
      }
      case "NTE":
        header.note = appendNote(header.note, value(2));
        break;
      default:
        if (!headerAside.has(segment.tag)) {
          warnings.push({
            code: "x12-segment-unread",
            sentence: `A segment ${segment.tag.slice(0, 10)} of the header was not used.`,
            location: { record: segment.record },
          });
        }
    }
  }
  header.paymentDate ??= paymentDates.map((qualifier) => dates.get(qualifier)).find(Boolean) ?? null;
  header.references = header.references.filter((reference) => reference.value !== "");
  header.reference ??= header.references.find(({ kind }) => paymentNumbers.has(kind))?.value ?? null;
  return header;
}

type Money = {
  readonly amount: string | null;
  readonly method: string | null;
  readonly date: string | null;
  readonly payerAccount: string | null;
  readonly payeeAccount: string | null;
};

/** BPR, beginning segment for payment order: 02 amount, 04 method, 09 and 15 accounts, 16 date. */
function bpr(segment: X12Segment): Money {
  const value = (number: number) => element(segment, number);
  return {
    amount: value(2),
    method: value(4),
    date: value(16),
    payerAccount: value(9),
    payeeAccount: value(15),
  };
}

/** BPS, its forerunner: 01 method, 02 amount, 06 and 11 accounts, 12 date. */
function bps(segment: X12Segment): Money {
  const value = (number: number) => element(segment, number);
  return {
    amount: value(2),
    method: value(1),
    date: value(12),
    payerAccount: value(6),
    payeeAccount: value(11),
  };
}

function unreadable(what: string, text: string, segment: X12Segment): Warning {
  return {
    code: "amount-unreadable",
    sentence: `${what} "${text.slice(0, 40)}" is not an amount.`.replace(/^./, (first) =>
      first.toUpperCase(),
    ),
    location: { record: segment.record },
  };
}
