import { readItem } from "@openitem/domain/items/read-item";
import { parseDecimal } from "@openitem/domain/kernel/money";
import { formatAmount } from "@openitem/ui/formats";
import type { Viewer } from "../../context.ts";
import { type Draft, type DraftDocument, type How, isId } from "./draft.ts";
import { disputeForm } from "./view.server.ts";
import type { DisputeForm } from "./view.ts";

const DOCUMENTS_MAX = 200;

/**
 * The form for an address: `?items=…,…` or `?item=…&item=…`; of one document also `line=3` (as often as there are
 * lines) or `amount=2820.07`, and `payment=…` for the payment that is put aside meanwhile. Null without any document. Refuses
 * what `readDisputable` refuses.
 */
export async function openDisputeForm(viewer: Viewer, params: URLSearchParams): Promise<DisputeForm | null> {
  const listed = params.getAll("items").flatMap((list) => list.split(","));
  const itemIds = [...new Set([...params.getAll("item"), ...listed])].filter(isId).slice(0, DOCUMENTS_MAX);
  const [only, ...more] = itemIds;
  if (!only) return null;
  const document = more.length > 0 ? null : await firstDraft(viewer, only, params);
  const draft: Draft = {
    documents: document ? [document] : itemIds.map((itemId) => plain(itemId, "all")),
    reason: "",
    facts: {},
    comment: "",
    fileIds: [],
  };
  return disputeForm(viewer, { draft, payment: params.get("payment") ?? "" });
}

const plain = (itemId: string, how: How): DraftDocument => ({ itemId, how, amount: "", lines: [], find: "" });

/** What the address says of the one document: lines, else an amount, else its lines if it has any. */
async function firstDraft(viewer: Viewer, itemId: string, params: URLSearchParams): Promise<DraftDocument> {
  const lineNos = params
    .getAll("line")
    .map(Number)
    .filter((lineNo) => Number.isInteger(lineNo) && lineNo > 0 && lineNo < 2 ** 31);
  const { item, lineCount } = await readItem(viewer.ctx, itemId);
  if (lineNos.length > 0)
    return {
      ...plain(itemId, "lines"),
      lines: lineNos.slice(0, 100).map((lineNo) => ({ lineNo, isOn: true, quantity: "", unitPrice: "" })),
    };
  const minor = parseDecimal(params.get("amount") ?? "", item.currency);
  if (minor !== null && minor > 0n)
    return { ...plain(itemId, "amount"), amount: formatAmount(minor, item.currency, viewer.contact.locale) };
  return plain(itemId, lineCount > 0 ? "lines" : "all");
}
