import { newId } from "@openitem/db/ids";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { canHappen } from "@openitem/domain/kernel/transitions";
import { missingRemittance } from "@openitem/domain/remittances/lock-remittance";
import { type ReadLine, readRemittanceDetail } from "@openitem/domain/remittances/read-remittance";
import { REMITTANCE_TRANSITIONS } from "@openitem/domain/remittances/remittance";
import type { Viewer } from "../../context.ts";
import { isId } from "../dispute/draft.ts";
import { maySendRemittance } from "./declare.server.ts";

/** Lines on one page: a form of more fields than this is slow on a telephone. */
const LINES_SHOWN = 100;

/** What of a line a screen shows. */
export type ShownLine = Pick<
  ReadLine,
  | "lineNo"
  | "written"
  | "grossMinor"
  | "discountMinor"
  | "deductionMinor"
  | "reasonCode"
  | "reason"
  | "netMinor"
  | "readAs"
  | "settled"
> & {
  document: { itemId: string; number: string; openMinor: bigint } | null;
  proposed: { itemId: string; number: string }[];
};

const shown = (line: ReadLine): ShownLine => ({
  lineNo: line.lineNo,
  written: line.written,
  grossMinor: line.grossMinor,
  discountMinor: line.discountMinor,
  deductionMinor: line.deductionMinor,
  reasonCode: line.reasonCode,
  reason: line.reason,
  netMinor: line.netMinor,
  readAs: line.readAs,
  settled: line.settled,
  document: line.document && {
    itemId: line.document.itemId,
    number: line.document.number,
    openMinor: line.document.openMinor,
  },
  proposed: line.proposed.map(({ itemId, number }) => ({ itemId, number })),
});

/** The page of a remittance for an address: `?show=open`, `?from=<first line>`, `?line=<no or new>`. */
export async function readRemittanceView(viewer: Viewer, remittanceId: string, params: URLSearchParams) {
  if (!isId(remittanceId)) throw missingRemittance();
  const { remittance, customer, file, lines, lacks, seen, reasons, today, receipt } =
    await readRemittanceDetail(viewer.ctx, remittanceId);
  const lacking = new Set(lacks.flatMap(({ lineNo }) => lineNo ?? []));
  const onlyOpen = params.get("show") === "open";
  const asked = onlyOpen ? lines.filter(({ lineNo }) => lacking.has(lineNo)) : lines;
  const wanted = Math.trunc(Number(params.get("from")));
  const from = wanted > 1 && wanted <= asked.length ? wanted : 1;
  const maySend = remittance.customerId !== null && maySendRemittance(viewer, remittance.customerId);
  const sumOf = (minor: (line: ReadLine) => bigint) => lines.reduce((sum, line) => sum + minor(line), 0n);
  const { number, status, source, position, isScanned, reference, method, paidOn, currency, totalMinor } =
    remittance;
  const {
    problem,
    warnings,
    pausedUntilOn,
    createdByName,
    createdAt,
    confirmedByName,
    confirmedAt,
    endedAt,
  } = remittance;
  return {
    id: remittance.id,
    key: newId(),
    seen,
    number,
    status,
    source,
    position,
    isScanned,
    reference,
    method,
    paidOn,
    currency: currency ?? "USD",
    totalMinor,
    problem,
    warnings: [...warnings],
    pausedUntilOn,
    isPaused: pausedUntilOn !== null && pausedUntilOn >= today,
    createdByName,
    createdAt,
    confirmedByName,
    confirmedAt,
    endedOn: endedAt && dayIn(endedAt, viewer.timeZone),
    customer,
    manyAccounts: viewer.accounts.length > 1,
    file: file && { ...file, isImage: file.mediaType === "image/png" || file.mediaType === "image/jpeg" },
    lines: asked.slice(from - 1, from - 1 + LINES_SHOWN).map(shown),
    page: {
      onlyOpen,
      from,
      count: asked.length,
      previous: from > 1 ? Math.max(1, from - LINES_SHOWN) : null,
      next: from - 1 + LINES_SHOWN < asked.length ? from + LINES_SHOWN : null,
    },
    lineCount: lines.length,
    sums: {
      grossMinor: sumOf(
        (line) => line.grossMinor ?? line.netMinor + line.discountMinor + line.deductionMinor,
      ),
      deductedMinor: sumOf((line) => line.discountMinor + line.deductionMinor),
      netMinor: sumOf((line) => line.netMinor),
    },
    lacks,
    lackingLines: lacking.size,
    reasons: [...reasons],
    editing: params.get("line"),
    isTried: params.has("tried"),
    isWithdrawing: params.has("withdraw"),
    done:
      (["confirmed", "declared", "withdrawn"] as const).find((each) => each === params.get("done")) ?? null,
    receipt,
    can: {
      change: maySend && canHappen(REMITTANCE_TRANSITIONS, "change", status),
      withdraw: maySend && canHappen(REMITTANCE_TRANSITIONS, "withdraw", status),
    },
  };
}

export type RemittanceView = Awaited<ReturnType<typeof readRemittanceView>>;
