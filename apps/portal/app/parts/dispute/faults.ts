import { type Draft, fieldName } from "./draft.ts";
import type { DocumentRefusal, LineRefusal, Sums } from "./sums.ts";
import type { DisputeForm } from "./view.ts";

/* What stands in the way of sending a dispute, field by field. Pure, the same in the browser and on the server. */

export type DisputeFault =
  | { name: string; code: "document"; number: string; refusal: DocumentRefusal; mostMinor: bigint }
  | { name: string; code: "line"; line: string; refusal: LineRefusal; mostMinor: bigint }
  | { name: "reason"; code: "reason" }
  | { name: string; code: "fact"; field: string }
  | { name: string; code: "fact_number" | "fact_long"; field: string }
  | { name: "comment"; code: "comment" | "comment_long" }
  | { name: "files"; code: "proof" | "too_many_files" | "refused_files" }
  | { name: "documents"; code: "none" };

type Facts = Pick<DisputeForm, "documents" | "reasons" | "filesMax" | "refusedFiles">;

const COMMENT_MAX = 10_000;
const FACT_MAX = 200;

/** Everything to look at before the dispute can be sent, in the order of the page. */
export function faultsOf(
  form: Facts,
  draft: Draft,
  sums: Sums,
  isNumber: (text: string) => boolean,
): DisputeFault[] {
  const faults: DisputeFault[] = [];
  const documents = new Map(form.documents.map((each) => [each.itemId, each]));
  if (sums.documents.length === 0) faults.push({ name: "documents", code: "none" });
  for (const { itemId, refusal, lines } of sums.documents) {
    const document = documents.get(itemId);
    if (!document) continue;
    const how = draft.documents.find((each) => each.itemId === itemId)?.how;
    for (const { lineNo, refusal: wrong } of lines) {
      const line = document.lines.find((each) => each.lineNo === lineNo);
      if (!line || !wrong) continue;
      const name =
        wrong === "quantity"
          ? fieldName.quantity(itemId, lineNo)
          : wrong === "over"
            ? fieldName.line(itemId, lineNo)
            : fieldName.unitPrice(itemId, lineNo);
      const { description, disputableMinor: mostMinor } = line;
      faults.push({ name, code: "line", line: description, refusal: wrong, mostMinor });
    }
    if (refusal)
      faults.push({
        name: how === "amount" ? fieldName.amount(itemId) : fieldName.how(itemId),
        code: "document",
        number: document.number,
        refusal,
        mostMinor: document.disputableMinor,
      });
  }
  const reason = form.reasons.find(({ code }) => code === draft.reason);
  if (!reason) faults.push({ name: "reason", code: "reason" });
  for (const field of reason?.facts ?? []) faults.push(...factFaults(field, draft, sums, isNumber));
  if (form.refusedFiles.length > 0) faults.push({ name: "files", code: "refused_files" });
  if (reason?.proof === "required" && draft.fileIds.length === 0)
    faults.push({ name: "files", code: "proof" });
  if (draft.fileIds.length > form.filesMax) faults.push({ name: "files", code: "too_many_files" });
  if (reason?.facts.length === 0 && draft.comment.trim() === "")
    faults.push({ name: "comment", code: "comment" });
  if (draft.comment.trim().length > COMMENT_MAX) faults.push({ name: "comment", code: "comment_long" });
  return faults;
}

/** Lines alone are disputed, so that each says for itself what is expected of it. */
const isByLines = ({ documents }: Sums): boolean =>
  documents.length > 0 && documents.every((each) => each.lines.length > 0);

const LINE_FIELDS = {
  expected_price: { of: "unitPrice", name: fieldName.unitPrice },
  expected_quantity: { of: "quantity", name: fieldName.quantity },
} as const;

function factFaults(
  field: string,
  draft: Draft,
  sums: Sums,
  isNumber: (text: string) => boolean,
): DisputeFault[] {
  // What was billed stands on the document.
  if (field === "billed_price") return [];
  if (isByLines(sums) && (field === "expected_price" || field === "expected_quantity")) {
    const { of, name } = LINE_FIELDS[field];
    return sums.documents.flatMap(({ itemId, lines }) =>
      lines
        .filter((line) => line[of] === null && line.refusal === null)
        .map(({ lineNo }): DisputeFault => ({ name: name(itemId, lineNo), code: "fact", field })),
    );
  }
  const name = fieldName.fact(draft.reason, field);
  const typed = draft.facts[`${draft.reason}.${field}`]?.trim() ?? "";
  if (typed === "") return [{ name, code: "fact", field }];
  if (typed.length > FACT_MAX) return [{ name, code: "fact_long", field }];
  const isWrong = field in LINE_FIELDS && !isNumber(typed);
  return isWrong ? [{ name, code: "fact_number", field }] : [];
}
