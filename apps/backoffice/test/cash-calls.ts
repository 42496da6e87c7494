import { newId } from "@openitem/db/ids";
import type { CashWorld } from "@openitem/domain/cash/test/cash-world";
import { recordPayout } from "@openitem/domain/provider-money/record-payout";
import { declarePayment } from "@openitem/domain/remittances/declare-payment";
import { type Caller, callerFor, gateway } from "./office.ts";

/** What a biller has of cash, Stripe's money and months, one of each. */
export type CashIds = {
  legalEntityId: string;
  bankAccountId: string;
  statementId: string;
  openLineId: string;
  lineId: string;
  receiptId: string;
  applicationId: string;
  barId: string;
  decisionId: string;
  aliasId: string;
  runId: string;
  remittanceId: string;
  payoutId: string;
  periodId: string;
};
type Ids = CashIds & { customerId: string; itemId: string };

const WHY = { reason: "test of isolation" };

/** A call of every procedure about cash, Stripe's money and months, with ids of another biller's things. */
export const CASH_CALLS: Record<string, (office: Caller, ids: Ids) => Promise<unknown>> = {
  "payments.refundRequests": (office) => office.payments.refundRequests({}),
  "payouts.list": (office) => office.payouts.list({}),
  "payouts.totals": (office) => office.payouts.totals(),
  "payouts.read": (office, { payoutId }) => office.payouts.read({ payoutId }),
  "payouts.tie": (office, { payoutId, openLineId: lineId }) =>
    office.payouts.tie({ key: newId(), payoutId, lineId }),
  "payouts.untie": (office, { payoutId, lineId }) =>
    office.payouts.untie({ key: newId(), payoutId, lineId, ...WHY }),
  "payouts.untied": (office) => office.payouts.untied(),
  "close.read": (office) => office.close.read({}),
  "close.begin": (office, { legalEntityId }) =>
    office.close.begin({ key: newId(), legalEntityId, month: "2026-09" }),
  "close.stop": (office, { periodId }) => office.close.stop({ key: newId(), periodId, ...WHY }),
  "close.note": (office, { periodId }) =>
    office.close.note({ key: newId(), periodId, check: "large_disputes", note: "test", ownerId: null }),
  "close.sign": (office, { periodId }) =>
    office.close.sign({ key: newId(), periodId, check: "large_disputes", figure: "0" }),
  "close.close": (office, { periodId }) => office.close.close({ key: newId(), periodId }),
  "close.reopen": (office, { periodId }) => office.close.reopen({ key: newId(), periodId, ...WHY }),
  "bank.accounts": (office) => office.bank.accounts(),
  "bank.entities": (office) => office.bank.entities(),
  "bank.lines": (office, { bankAccountId }) => office.bank.lines({ bankAccountId, state: "all" }),
  "bank.lineTotals": (office, { bankAccountId }) => office.bank.lineTotals({ bankAccountId, state: "all" }),
  "bank.line": (office, { lineId }) => office.bank.line({ lineId }),
  "bank.statements": (office, { bankAccountId }) => office.bank.statements({ bankAccountId }),
  "bank.decideHeld": (office, { statementId }) =>
    office.bank.decideHeld({ key: newId(), statementId, decision: "discard", note: "test" }),
  "bank.setElsewhere": (office, { openLineId: lineId }) =>
    office.bank.setElsewhere({ key: newId(), lineId, note: "test" }),
  "bank.undoElsewhere": (office, { openLineId: lineId }) =>
    office.bank.undoElsewhere({ key: newId(), lineId, ...WHY }),
  "bank.tieReceipt": (office, { openLineId: lineId, receiptId: itemId }) =>
    office.bank.tieReceipt({ key: newId(), lineId, itemId }),
  "bank.tieRefund": (office, { openLineId: lineId, receiptId: itemId }) =>
    office.bank.tieRefund({ key: newId(), lineId, itemId }),
  "bank.untie": (office, { lineId }) => office.bank.untie({ key: newId(), lineId, ...WHY }),
  "cash.matches": (office, { bankAccountId }) => office.cash.matches({ bankAccountId }),
  "cash.matchTotals": (office, { bankAccountId }) => office.cash.matchTotals({ bankAccountId }),
  "cash.line": (office, { lineId }) => office.cash.line({ lineId }),
  "cash.preview": (office, { openLineId: lineId }) => office.cash.preview({ lineId }),
  "cash.documents": (office, { itemId }) => office.cash.documents({ itemIds: [itemId] }),
  "cash.findDocuments": (office) => office.cash.findDocuments({ search: "INV-SECRET", currency: "USD" }),
  "cash.rules": (office) => office.cash.rules({ currency: "USD" }),
  "cash.confirm": (office, { openLineId: lineId, customerId, itemId }) =>
    office.cash.confirm({
      key: newId(),
      lineId,
      receiptId: null,
      customerId,
      applications: [{ itemId, amountMinor: 1n }],
    }),
  "cash.undoApplication": (office, { applicationId }) =>
    office.cash.undoApplication({ key: newId(), applicationId, appliedOn: "2026-11-18", ...WHY }),
  "cash.undoReceipt": (office, { lineId }) => office.cash.undoReceipt({ key: newId(), lineId, ...WHY }),
  "cash.liftBar": (office, { barId }) => office.cash.liftBar({ key: newId(), barId }),
  "cash.decideDifference": (office, { itemId }) =>
    office.cash.decideDifference({
      key: newId(),
      difference: { itemId, kind: "write_off", amountMinor: 1n, ...WHY },
    }),
  "cash.undoDecision": (office, { decisionId }) =>
    office.cash.undoDecision({ key: newId(), decisionId, ...WHY }),
  "cash.decisions": (office, { customerId }) => office.cash.decisions({ customerId }),
  "cash.run": (office) => office.cash.run(),
  "cash.startRun": (office, { bankAccountId }) => office.cash.startRun({ bankAccountId }),
  "cash.stopRun": (office, { runId }) => office.cash.stopRun({ key: newId(), runId }),
  "cash.resumeRun": (office, { runId }) => office.cash.resumeRun({ key: newId(), runId }),
  "cash.unapplied": (office, { customerId }) => office.cash.unapplied({ customerId }),
  "cash.unappliedTotals": (office, { customerId }) => office.cash.unappliedTotals({ customerId }),
  "cash.applyCredit": (office, { receiptId: creditId, itemId }) =>
    office.cash.applyCredit({
      key: newId(),
      creditId,
      appliedOn: "2026-11-18",
      applyTo: [{ itemId, amountMinor: 1n }],
    }),
  "cash.hold": (office, { receiptId }) =>
    office.cash.hold({ key: newId(), receiptId, heldAs: "on_account", ...WHY }),
  "cash.refund": (office, { receiptId: creditId }) =>
    office.cash.refund({ key: newId(), creditId, amountMinor: 1n, payTo: "somebody", ...WHY }),
  "cash.transfer": (office, { receiptId: creditId, customerId: toCustomerId }) =>
    office.cash.transfer({ key: newId(), creditId, amountMinor: 1n, toCustomerId, ...WHY }),
  "cash.aliases": (office, { customerId }) => office.cash.aliases({ customerId }),
  "cash.endAlias": (office, { aliasId }) => office.cash.endAlias({ key: newId(), aliasId }),
  "remittances.list": (office, { customerId }) => office.remittances.list({ customerIds: [customerId] }),
  "remittances.read": (office, { remittanceId }) => office.remittances.read({ remittanceId }),
  "remittances.withdraw": (office, { remittanceId }) =>
    office.remittances.withdraw({ key: newId(), remittanceId }),
};

/** What answers without naming a thing of anybody's, and what answers with an empty list. */
export const CASH_OPEN_TO_ALL = [
  "payments.refundRequests",
  "payouts.list",
  "payouts.totals",
  "payouts.untied",
  "close.read",
  "bank.accounts",
  "bank.entities",
  "bank.lines",
  "bank.lineTotals",
  "bank.statements",
  "cash.matches",
  "cash.matchTotals",
  "cash.documents",
  "cash.findDocuments",
  "cash.rules",
  "cash.decisions",
  "cash.run",
  "cash.unapplied",
  "cash.unappliedTotals",
  "cash.aliases",
  "remittances.list",
];

/** Makes one of everything, by the commands that make it. */
export async function cashOf(world: CashWorld): Promise<CashIds> {
  const { customerId, legalEntityId, bankAccountId } = world;
  const office = callerFor(world, "finance");
  const documents = [await world.document(), await world.document()];
  const [matched, open] = await world.money({ amount: "250.00", name: "Secret payer" }, { amount: "7.00" });
  const lineId = matched!.id;
  const { receiptId } = await office.cash.confirm({
    key: newId(),
    lineId,
    receiptId: null,
    customerId,
    applications: documents.map((itemId) => ({ itemId, amountMinor: 100_00n })),
  });
  const undone = (await world.appliedTo(documents[0]!))[0]!.id;
  await office.cash.undoApplication({ key: newId(), applicationId: undone, appliedOn: "2026-11-18", ...WHY });
  const { decisionId } = await office.cash.refund({
    key: newId(),
    creditId: receiptId,
    amountMinor: 5_00n,
    payTo: "its sender",
    ...WHY,
  });
  const { runId } = await office.cash.startRun({ bankAccountId });
  const remittanceId = newId();
  await declarePayment(world.contact("payer"), {
    remittanceId,
    customerId,
    currency: "USD",
    method: "wire",
    paidOn: "2026-11-17",
    totalMinor: 9_00n,
    reference: "SECRET-WIRE",
    lines: [{ itemId: documents[0]!, amountMinor: 9_00n }],
  });
  const { periodId } = await office.close.begin({ key: newId(), legalEntityId, month: "2026-10" });
  await recordPayout({ ...world.paying(world.worker), gateway: payingOut(world) }, "po_secret");
  const { rows: payouts } = await office.payouts.list({});
  const { bars } = await office.cash.line({ lineId });
  const aliases = await office.cash.aliases({ customerId });
  const { rows: statements } = await office.bank.statements({ bankAccountId });
  return {
    legalEntityId,
    bankAccountId,
    statementId: statements[0]!.id,
    openLineId: open!.id,
    lineId,
    receiptId,
    applicationId: (await world.appliedTo(documents[1]!))[0]!.id,
    barId: bars[0]!.id,
    decisionId,
    aliasId: aliases[0]!.id,
    runId,
    remittanceId,
    payoutId: payouts[0]!.payout.id,
    periodId,
  };
}

/** A provider that knows of one payout. */
const payingOut = (world: CashWorld) => ({
  ...gateway,
  readPayout: async (ref: string) => ({
    ref,
    amountMinor: 123_456n,
    currency: "USD",
    status: "in_transit" as const,
    isAutomatic: false,
    descriptor: null,
    traceId: null,
    arrivesOn: "2026-11-19",
    failure: null,
    isReconciled: false,
    createdAt: world.worker.now,
  }),
});

/** What the biller's own people see of it: to be the same after somebody else tried. */
export async function seenOfCash(office: Caller, ids: CashIds): Promise<unknown[]> {
  const { lineId, openLineId, payoutId, remittanceId, bankAccountId } = ids;
  return [
    await office.cash.line({ lineId }),
    await office.bank.line({ lineId: openLineId }),
    await office.bank.statements({ bankAccountId }),
    await office.cash.decisions({}),
    await office.cash.aliases({}),
    await office.cash.run(),
    await office.payouts.read({ payoutId }),
    await office.remittances.read({ remittanceId }),
    await office.close.read({ month: "2026-10" }),
  ];
}
