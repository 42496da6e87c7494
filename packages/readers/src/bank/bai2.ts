import { type Decimal, impliedDecimalOf, sameNumber, sumOf } from "../decimal.ts";
import { RefusedFile } from "../refused-file.ts";
import type { Warn } from "../warning-list.ts";
import { type Bai2Account, type Bai2Group, bai2Statement, controlTotalOf } from "./bai2-account.ts";
import { type Bai2Record, bai2Records } from "./bai2-records.ts";
import type { BankFile } from "./bank-file.ts";
import { shortDay } from "./calendar-day.ts";

type Group = { readonly header: Bai2Record; readonly accounts: Bai2Account[]; trailer: Bai2Record | null };
type File = { readonly header: Bai2Record; readonly groups: Group[]; trailer: Bai2Record };

/** Group status 1 is the usual update; the others say that a group is not to be taken as it is. */
const groupStatuses: Readonly<Record<string, string>> = {
  "2": "The group is a deletion of what was sent before.",
  "3": "The group is a correction of what was sent before.",
  "4": "The group is a test.",
};

/**
 * Reads a BAI2 file: header (01), groups (02) of accounts (03) with details (16) and continuations (88), trailers (49,
 * 98, 99). Records out of order and a file without its end are refused; control totals and counts are checked.
 */
export function readBai2(text: string, warn: Warn): Pick<BankFile, "format" | "version" | "statements"> {
  const file = structureOf(bai2Records(text, warn));
  checkControls(file, warn);
  const statements = file.groups.flatMap((group) => {
    const context = groupOf(group.header, warn);
    return group.accounts.map((account) => bai2Statement(account, context, warn));
  });
  if (statements.length === 0) {
    throw new RefusedFile("statement-missing", "The file holds no account.", { line: file.header.line });
  }
  return { format: "bai2", version: file.header.fields[7]?.trim() || null, statements };
}

function structureOf(records: readonly Bai2Record[]): File {
  const [header, ...rest] = records;
  if (header?.code !== "01") {
    throw new RefusedFile("bai2-order", "The file does not begin with its header (01).", {
      line: header?.line ?? 1,
    });
  }
  const groups: Group[] = [];
  for (const record of rest) {
    const group = groups.at(-1);
    const account = group?.accounts.at(-1);
    const inGroup = group !== undefined && group.trailer === null;
    const inAccount = inGroup && account !== undefined && account.trailer === null;
    if (record.code === "02" && !inGroup) groups.push({ header: record, accounts: [], trailer: null });
    else if (record.code === "03" && inGroup && !inAccount) {
      group.accounts.push({ header: record, details: [], trailer: null });
    } else if (record.code === "16" && inAccount) account.details.push(record);
    else if (record.code === "49" && inAccount) account.trailer = record;
    else if (record.code === "98" && inGroup && !inAccount) group.trailer = record;
    else if (record.code === "99" && !inGroup) return closedFile(header, groups, record, records);
    else {
      throw new RefusedFile("bai2-order", `Record ${record.code} cannot stand here.`, { line: record.line });
    }
  }
  throw new RefusedFile("file-cut-off", "The file ends without its trailer (99); the end is missing.", {
    line: records.at(-1)?.line ?? 1,
  });
}

function closedFile(
  header: Bai2Record,
  groups: Group[],
  trailer: Bai2Record,
  records: readonly Bai2Record[],
): File {
  const after = records[records.indexOf(trailer) + 1];
  if (after) {
    throw new RefusedFile("bai2-order", "There are records after the end of the file (99).", {
      line: after.line,
    });
  }
  return { header, groups, trailer };
}

function groupOf(header: Bai2Record, warn: Warn): Bai2Group {
  // Fields: receiver, originator, status, as-of day, as-of time, currency, as-of modifier.
  const [, , status = "", day = "", , currency = "", modifier = ""] = header.fields.map((field) =>
    field.trim(),
  );
  const place = { line: header.line };
  const said = groupStatuses[status];
  if (said) warn("group-status", said, place);
  const read = shortDay(day);
  if (read === null) warn("date-unreadable", `The group's day "${day.slice(0, 20)}" is not a date.`, place);
  const interim = modifier === "1" || modifier === "3";
  return { day: read, currency: currency || null, kind: interim ? "report" : "statement" };
}

function checkControls(file: File, warn: Warn): void {
  for (const group of file.groups) {
    for (const account of group.accounts) {
      const records = [account.header, ...account.details, ...(account.trailer ? [account.trailer] : [])];
      checkTrailer(account.trailer, "account", controlTotalOf(account), null, physicalIn(records), warn);
    }
    const totals = group.accounts.map(({ trailer }) => totalIn(trailer));
    checkTrailer(
      group.trailer,
      "group",
      sumIfAll(totals),
      group.accounts.length,
      physicalInGroup(group),
      warn,
    );
  }
  const totals = file.groups.map(({ trailer }) => totalIn(trailer));
  const records = file.groups.reduce((sum, group) => sum + physicalInGroup(group), 0);
  const own = physicalIn([file.header, file.trailer]);
  checkTrailer(file.trailer, "file", sumIfAll(totals), file.groups.length, own + records, warn);
}

function physicalIn(records: readonly Bai2Record[]): number {
  return records.reduce((sum, { physical }) => sum + physical, 0);
}

function physicalInGroup(group: Group): number {
  const accounts = group.accounts.flatMap(({ header, details, trailer }) =>
    [header, ...details, trailer ?? []].flat(),
  );
  return physicalIn([group.header, ...accounts, ...(group.trailer ? [group.trailer] : [])]);
}

function totalIn(trailer: Bai2Record | null): Decimal | null {
  return impliedDecimalOf(trailer?.fields[0] ?? "", 0);
}

function sumIfAll(totals: readonly (Decimal | null)[]): Decimal | null {
  return totals.every((total) => total !== null) ? sumOf(totals) : null;
}

/** Compares a trailer (49, 98, 99): control total, count of accounts or groups (not in 49), count of records. */
function checkTrailer(
  trailer: Bai2Record | null,
  what: string,
  total: Decimal | null,
  parts: number | null,
  records: number,
  warn: Warn,
): void {
  if (!trailer) return;
  const place = { line: trailer.line };
  const declared = totalIn(trailer);
  if (declared === null)
    warn("control-unreadable", `The control total of the ${what} is not a number.`, place);
  else if (total !== null && !sameNumber(declared, total)) {
    const said = `The control total of the ${what} is ${declared}, but its parts sum to ${total}.`;
    warn("control-total-differs", said, place);
  }
  const counts = trailer.fields.slice(1).map((field) => field.trim());
  const [declaredParts, declaredRecords] = parts === null ? [null, counts[0]] : counts;
  if (parts !== null && declaredParts !== null && Number(declaredParts) !== parts) {
    const said = `The ${what} declares ${declaredParts?.slice(0, 10) || "no"} parts, but has ${parts}.`;
    warn("control-count-differs", said, place);
  }
  if (declaredRecords && Number(declaredRecords) !== records) {
    const said = `The ${what} declares ${declaredRecords.slice(0, 10)} records, but has ${records}.`;
    warn("control-count-differs", said, place);
  }
}
