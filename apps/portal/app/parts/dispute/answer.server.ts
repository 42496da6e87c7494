import { type RaiseDisputeInput, raiseDispute } from "@openitem/domain/disputes/raise-dispute";
import { readDispute } from "@openitem/domain/disputes/read-dispute";
import { removeFile } from "@openitem/domain/files/remove-file";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { decimalOf } from "@openitem/ui/formats";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Viewer } from "../../context.ts";
import type { Upload } from "../../read-upload.server.ts";
import { withAccount } from "../account-address.ts";
import { payHref } from "../pay/put-aside.ts";
import { type Draft, isId, readDraft } from "./draft.ts";
import { faultsOf } from "./faults.ts";
import { keepFiles } from "./keep-files.server.ts";
import { type Sums, sumsOf } from "./sums.ts";
import { plainNumber } from "./typed-number.ts";
import { disputeForm } from "./view.server.ts";
import type { DisputeForm, NotSent } from "./view.ts";

const envelope = z.object({
  intent: z.string().default("preview"),
  disputeId: z.uuid(),
  /** the sum the button named, as a plain decimal */
  shown: z.string().default(""),
});

const UNREADABLE = "This form could not be read. Nothing was sent. Choose the documents again.";
const FILE_GONE =
  "One of the files is not there any more: it was removed, or sent before. Add it again; nothing else you entered is lost.";

/** What a sent form comes to: the form again with what was asked for, or on to the dispute or the payment. */
export async function answerDisputeForm(viewer: Viewer, { form, files }: Upload, search: string) {
  const { ctx, contact } = viewer;
  const { intent, disputeId, shown } = readEnvelope(form);
  const typed = readDraft(form);
  if (typed.documents.length === 0) throw new Refusal("invalid", "dispute.unreadable", UNREADABLE);
  const [verb = "", target = ""] = intent.split(".", 2);
  const payment = String(form.get("payment") ?? "");
  const isSending = verb === "send" || verb === "pay";
  const again = () => redirect(withAccount(`/disputes/${disputeId}?again=1`, search), 303);
  if (isSending && (await isRaised(viewer, disputeId))) return again();

  const before = await disputeForm(viewer, { draft: typed, disputeId, payment });
  const { kept, refusedFiles } = await keepFiles(ctx, files, {
    formId: disputeId,
    customerId: before.customer.id,
  });
  if (verb === "drop" && isId(target)) await removeFile(ctx, target);
  const draft: Draft = { ...typed, fileIds: [...new Set([...typed.fileIds, ...kept])] };
  const view = await disputeForm(viewer, { draft, disputeId, payment, refusedFiles });
  if (!isSending) return view;

  const { currency, documents } = view;
  const isNumber = (text: string) => plainNumber(text, contact.locale) !== null;
  const sums = sumsOf(draft, documents, { currency, locale: contact.locale });
  const faults = faultsOf(view, draft, sums, isNumber);
  // The same form, sent twice at once, may have got ahead of us: what is missing is then what it disputes itself.
  const stop = async (shownForm: DisputeForm, notSent: NotSent, status: number) =>
    (await isRaised(viewer, disputeId)) ? again() : data({ ...shownForm, notSent }, status);
  if (faults.length > 0 || view.shut.length > 0) return stop(view, { why: "faults" }, 422);
  if (view.kept.length < draft.fileIds.length)
    return stop(
      view,
      { why: "refused", problem: { code: "file.gone", facts: {}, sentence: FILE_GONE } },
      HTTP_STATUS.conflict,
    );
  // Without script nothing has said yet what it comes to; a button carries the amount that it sends.
  if (shown !== decimalOf(sums.totalMinor, currency)) return stop(view, { why: "sum", shown }, 409);

  try {
    await raiseDispute(ctx, wishOf(view, draft, sums, contact.locale));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, facts, message: sentence, kind } = error;
    // Something changed between our look and theirs: the form as it is now, with what was typed.
    const now = await disputeForm(viewer, { draft, disputeId, payment });
    return stop(now, { why: "refused", problem: { code, facts, sentence } }, HTTP_STATUS[kind]);
  }
  return redirect(
    withAccount(verb === "pay" ? restHref(view) : `/disputes/${disputeId}?sent=1`, search),
    303,
  );
}

/** What every such form carries. Without it there is no form to show again. */
function readEnvelope(form: FormData): z.infer<typeof envelope> {
  const fields = ["intent", "disputeId", "shown"].flatMap((name) => {
    const value = form.get(name);
    return typeof value === "string" ? [[name, value]] : [];
  });
  const read = envelope.safeParse(Object.fromEntries(fields));
  if (!read.success) throw new Refusal("invalid", "dispute.unreadable", UNREADABLE);
  return read.data;
}

/** Whether this form was sent before. */
async function isRaised({ ctx }: Viewer, disputeId: string): Promise<boolean> {
  try {
    await readDispute(ctx, disputeId);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.kind === "missing") return false;
    throw error;
  }
}

function wishOf(view: DisputeForm, draft: Draft, sums: Sums, locale: string): RaiseDisputeInput {
  const { disputeId, customer, currency, reasons } = view;
  const reason = reasons.find(({ code }) => code === draft.reason);
  const facts = Object.fromEntries(
    (reason?.facts ?? []).flatMap((field) => {
      const typed = draft.facts[`${draft.reason}.${field}`]?.trim() ?? "";
      const isNumber = field === "expected_price" || field === "expected_quantity";
      const value = isNumber ? (plainNumber(typed, locale) ?? typed) : typed;
      return value === "" ? [] : [[field, value]];
    }),
  );
  const howOf = new Map(draft.documents.map((each) => [each.itemId, each.how]));
  return {
    disputeId,
    customerId: customer.id,
    currency,
    reason: draft.reason,
    facts,
    comment: draft.comment,
    fileIds: view.kept.map(({ id }) => id),
    items: sums.documents.map(({ itemId, minor, lines }) => ({
      itemId,
      // "All" is what it was when the form was shown: the button named it.
      amountMinor: howOf.get(itemId) === "lines" ? null : minor,
      lines: lines.map(({ lineNo, quantity, unitPrice }) => ({ lineNo, quantity, unitPrice })),
    })),
  };
}

/** The payment page with what is left of the disputed documents, and whatever else was on its way there. */
const restHref = ({ documents, payment, currency }: DisputeForm): string =>
  payHref(
    payment,
    documents.map(({ itemId }) => itemId),
    currency,
  );
