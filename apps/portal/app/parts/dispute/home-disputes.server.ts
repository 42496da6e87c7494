import type { DisputeStatus } from "@openitem/domain/disputes/dispute";
import { listDisputes } from "@openitem/domain/disputes/list-disputes";
import type { Viewer } from "../../context.ts";

const SHOWN_MAX = 20;

export type OpenDispute = {
  id: string;
  number: string;
  status: DisputeStatus;
  currency: string;
  amountMinor: bigint;
  /** The number of the first document. */
  document: string;
  documentCount: number;
};

/** The open disputes of the chosen accounts, those due first before the others. */
export async function readOpenDisputes({ ctx, customerIds }: Viewer): Promise<OpenDispute[]> {
  if (customerIds.length === 0) return [];
  const { rows } = await listDisputes(ctx, { customerIds, tab: "open", limit: SHOWN_MAX });
  return rows.map(({ id, number, status, currency, amountMinor, document, documentCount }) => ({
    id,
    number,
    status,
    currency,
    amountMinor,
    document: document?.number ?? "",
    documentCount,
  }));
}
