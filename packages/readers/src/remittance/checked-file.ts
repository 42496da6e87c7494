import { type Decimal, sameNumber, sumOf } from "../decimal.ts";
import type { Warning } from "../warning.ts";
import { warningList } from "../warning-list.ts";
import { isAdjustmentReason } from "./adjustment-reasons.ts";
import {
  nobody,
  type ReadFile,
  type ReadRemittance,
  type Remittance,
  type RemittanceFile,
  type RemittanceLine,
  type RemittanceParty,
} from "./remittance-file.ts";
import { addsUp } from "./settle-line.ts";

/** Kinds whose numbers name a type of payment, not one document: they repeat by right. */
const repeatable = new Set(["ZZ"]);

/** Checks what a reader found and puts it in the one form of a file; see `RemittanceFile`. */
export function checkedFile(read: ReadFile): RemittanceFile {
  const remittances = read.remittances.map((found) => checkedRemittance(read, found));
  const warnings = [
    ...read.warnings,
    ...(remittances.length === 0 ? [noRemittance] : []),
    ...remittances.flatMap((remittance) => remittance.warnings),
    ...(remittances.length > 1 ? duplicatesAcross(remittances) : []),
  ];
  const [only] = remittances;
  const first = remittances.length === 1 && only ? only : merged(read, remittances);
  return { ...first, version: read.version, warnings: bounded(warnings), remittances };
}

const noRemittance: Warning = {
  code: "no-remittance",
  sentence: "The file holds no remittance.",
  location: null,
};

function checkedRemittance(read: ReadFile, found: ReadRemittance): Remittance {
  return {
    format: read.format,
    payer: found.payerParty.name,
    payee: found.payeeParty.name,
    ...found,
    warnings: bounded([
      ...totalWarnings(found),
      ...found.lines.flatMap(lineWarnings),
      ...duplicates(found.lines),
      ...(read.format === "x12-820" ? unknownReasons(found.lines) : []),
    ]),
    readBy: read.readBy,
  };
}

function totalWarnings({ total, lines, location, currency }: ReadRemittance): Warning[] {
  const warnings: Warning[] = [];
  const warn = (code: string, sentence: string) => warnings.push({ code, sentence, location });
  if (lines.length === 0) warn("no-lines", "The remittance names no documents.");
  if (total === null) warn("total-missing", "The remittance states no total.");
  if (currency === null) warn("currency-missing", "The remittance states no currency.");
  const nets = lines.map(({ net }) => net).filter((net) => net !== null);
  if (nets.length < lines.length) {
    warn("net-missing", `${lines.length - nets.length} of ${lines.length} lines state no amount paid.`);
  } else if (total !== null && lines.length > 0) {
    const sum = sumOf(nets);
    if (!sameNumber(sum, total))
      warn("total-differs", `The lines add up to ${sum}, the total says ${total}.`);
  }
  return warnings;
}

function lineWarnings(line: RemittanceLine): Warning[] {
  if (addsUp(line)) return [];
  const { gross, discount, deduction, net, location } = line;
  const taken = `discount ${discount ?? "0"}, deduction ${deduction ?? "0"}`;
  return [
    {
      code: "line-differs",
      sentence: `${named(line)}: gross ${gross} less ${taken} is not ${net}.`,
      location,
    },
  ];
}

function duplicates(lines: readonly RemittanceLine[]): Warning[] {
  const seen = new Set<string>();
  return lines.flatMap((line) => {
    const key = duplicateKey(line);
    if (key === null) return [];
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [duplicate(line, "in this remittance")];
  });
}

function duplicatesAcross(remittances: readonly Remittance[]): Warning[] {
  const first = new Map<string, number>();
  return remittances.flatMap((remittance, index) =>
    remittance.lines.flatMap((line) => {
      const key = duplicateKey(line);
      if (key === null) return [];
      const before = first.get(key) ?? index;
      first.set(key, before);
      return before === index ? [] : [duplicate(line, "in another remittance of the file")];
    }),
  );
}

function duplicateKey({ documentNumber, documentKind }: RemittanceLine): string | null {
  if (documentNumber === null || (documentKind !== null && repeatable.has(documentKind))) return null;
  return documentNumber;
}

function duplicate(line: RemittanceLine, place: string): Warning {
  const sentence = `${named(line)} is named more than once ${place}.`;
  return { code: "duplicate-document", sentence, location: line.location };
}

function unknownReasons(lines: readonly RemittanceLine[]): Warning[] {
  return lines.flatMap((line) =>
    line.adjustments
      .filter(({ reasonCode }) => reasonCode !== null && !isAdjustmentReason(reasonCode))
      .map(({ reasonCode }) => ({
        code: "reason-unknown",
        sentence: `${named(line)}: the adjustment reason ${reasonCode?.slice(0, 20)} is not in the list.`,
        location: line.location,
      })),
  );
}

function named({ documentNumber }: RemittanceLine): string {
  return documentNumber === null
    ? "A line without a document number"
    : `Document ${documentNumber.slice(0, 60)}`;
}

/** The file as one remittance: what all agree on, all lines, and the sum when it means something. */
function merged(read: ReadFile, remittances: readonly Remittance[]): Remittance {
  const agreed = <Value>(values: readonly (Value | null)[]): Value | null => {
    const [first] = values;
    return first !== undefined && values.every((value) => value === first) ? first : null;
  };
  const party = (parties: readonly RemittanceParty[]): RemittanceParty =>
    parties.length === 0
      ? nobody
      : {
          name: agreed(parties.map(({ name }) => name)),
          identifier: agreed(parties.map(({ identifier }) => identifier)),
          account: agreed(parties.map(({ account }) => account)),
        };
  const payerParty = party(remittances.map((remittance) => remittance.payerParty));
  const payeeParty = party(remittances.map((remittance) => remittance.payeeParty));
  const currencies = new Set(remittances.map(({ currency }) => currency));
  return {
    format: read.format,
    payer: payerParty.name,
    payee: payeeParty.name,
    reference: agreed(remittances.map(({ reference }) => reference)),
    paymentDate: agreed(remittances.map(({ paymentDate }) => paymentDate)),
    currency: agreed(remittances.map(({ currency }) => currency)),
    total: currencies.size === 1 ? sumOfKnown(remittances.map(({ total }) => total)) : null,
    lines: remittances.flatMap(({ lines }) => lines),
    warnings: [],
    payerParty,
    payeeParty,
    method: agreed(remittances.map(({ method }) => method)),
    note: null,
    references: [],
    readBy: read.readBy,
    location: null,
  };
}

function sumOfKnown(totals: readonly (Decimal | null)[]): Decimal | null {
  const known = totals.filter((total) => total !== null);
  return known.length > 0 && known.length === totals.length ? sumOf(known) : null;
}

/** The first of every kind, the rest counted: nothing is dropped in silence, and nothing floods. */
function bounded(warnings: readonly Warning[]): Warning[] {
  const list = warningList();
  for (const { code, sentence, location } of warnings) list.warn(code, sentence, location);
  return list.all();
}
