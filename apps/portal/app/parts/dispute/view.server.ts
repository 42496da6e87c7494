import { newId } from "@openitem/db/ids";
import { type DisputableDocument, readDisputable } from "@openitem/domain/disputes/read-disputable";
import { typeNames } from "@openitem/domain/files/file";
import { listUnsentFiles } from "@openitem/domain/files/list-files";
import { listItemLines } from "@openitem/domain/items/read-item";
import { dayIn } from "@openitem/domain/kernel/business-day";
import { read } from "@openitem/domain/kernel/transact";
import { may } from "@openitem/domain/policies/permissions";
import type { Viewer } from "../../context.ts";
import type { Draft, DraftDocument } from "./draft.ts";
import type { RefusedFile } from "./kept-file.ts";
import type { DisputeForm, FormDocument, NotSent, ShutDocument } from "./view.ts";

/** A document of up to so many lines shows them all; of a longer one the first few, the others are looked for. */
const LINES_ALL = 20;
const LINES_FEW = 8;
const FOUND_MAX = 20;

type Asked = {
  draft: Draft;
  disputeId?: string;
  payment?: string;
  refusedFiles?: readonly RefusedFile[];
  notSent?: NotSent | null;
};

/**
 * The form of a dispute for a draft, against what is open now: what can be disputed keeps what was typed for it, what
 * cannot is named with its reason. Refuses what `readDisputable` refuses.
 */
export async function disputeForm(viewer: Viewer, asked: Asked): Promise<DisputeForm> {
  const { ctx, timeZone } = viewer;
  const { draft } = asked;
  const found = await findLines(viewer, draft.documents);
  const facts = await readDisputable(ctx, {
    itemIds: draft.documents.map(({ itemId }) => itemId),
    linesMax: LINES_ALL,
    lineNos: [
      ...new Set([...linesOn(draft), ...[...found.values()].flatMap(({ lineNos }) => lineNos)]),
    ].slice(0, 1_000),
  });
  const kept = await read(ctx, (tx) => listUnsentFiles(tx, ctx, draft.fileIds));
  const isShut = ({ disputableMinor, isInTime }: DisputableDocument) => disputableMinor === 0n || !isInTime;
  const open = facts.documents.filter((document) => !isShut(document));
  const typed = new Map(draft.documents.map((each) => [each.itemId, each]));
  return {
    stamp: newId(),
    disputeId: asked.disputeId ?? newId(),
    customer: { id: facts.customer.id, name: facts.customer.name },
    currency: facts.currency,
    documents: open.map((document) => formDocument(document, typed.get(document.itemId), found)),
    shut: facts.documents.filter(isShut).map(shutDocument),
    reasons: facts.reasons.map(({ code, facts: fields, proof, team, answerBy, answerByLarge }) => ({
      code,
      facts: fields,
      proof,
      team,
      answerOn: dayIn(answerBy, timeZone),
      answerLargeOn: dayIn(answerByLarge, timeZone),
    })),
    largeFromMinor: facts.largeFromMinor,
    contestDays: facts.contestDays,
    filesMax: facts.filesMax,
    sizeMaxBytes: facts.files.sizeMaxBytes,
    typeNames: typeNames(facts.files.mediaTypes),
    mediaTypes: facts.files.mediaTypes,
    draft: {
      ...draft,
      documents: draft.documents.filter(({ itemId }) => open.some((each) => each.itemId === itemId)),
      fileIds: kept.map(({ id }) => id),
    },
    kept: kept.map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes })),
    refusedFiles: [...(asked.refusedFiles ?? [])],
    mayPay: may(ctx.actor, "payment.start", facts.customer.id),
    payment: asked.payment ?? "",
    notSent: asked.notSent ?? null,
  };
}

const linesOn = ({ documents }: Draft): number[] =>
  documents.flatMap(({ lines }) =>
    lines.filter((line) => line.isOn || line.quantity || line.unitPrice).map(({ lineNo }) => lineNo),
  );

type Hits = { lineNos: number[]; isMore: boolean };

/** The numbers of the lines that were looked for, by document. */
async function findLines({ ctx }: Viewer, documents: readonly DraftDocument[]): Promise<Map<string, Hits>> {
  const wanted = documents.filter(({ find }) => find !== "");
  const found = await Promise.all(
    wanted.map(async ({ itemId, find }) => {
      const { rows, next } = await listItemLines(ctx, {
        itemId,
        search: find.slice(0, 60),
        limit: FOUND_MAX,
      });
      return [itemId, { lineNos: rows.map(({ lineNo }) => lineNo), isMore: next !== null }] as const;
    }),
  );
  return new Map(found);
}

function formDocument(
  document: DisputableDocument,
  typed: DraftDocument | undefined,
  found: ReadonlyMap<string, Hits>,
): FormDocument {
  const { itemId, number, reference, openMinor, inFlightMinor, disputedMinor, readyMinor } = document;
  const hits = found.get(itemId);
  const chosen = new Set(typed?.lines.filter((line) => line.isOn).map(({ lineNo }) => lineNo));
  const first = document.lineCount > LINES_ALL ? LINES_FEW : LINES_ALL;
  const isShown = ({ lineNo }: { lineNo: number }, place: number) =>
    hits ? hits.lineNos.includes(lineNo) || chosen.has(lineNo) : place < first || chosen.has(lineNo);
  return {
    itemId,
    number,
    reference,
    openMinor,
    inFlightMinor,
    disputedMinor,
    readyMinor,
    disputableMinor: document.disputableMinor,
    disputes: document.disputes
      .filter((hold) => hold.heldMinor > 0n)
      .map(({ id, number: name, heldMinor }) => ({ id, number: name, heldMinor })),
    lines: document.lines.filter(isShown).map(({ disputedMinor: _, ...line }) => line),
    lineCount: document.lineCount,
    found: hits ? { count: hits.lineNos.length, isMore: hits.isMore } : null,
  };
}

function shutDocument(document: DisputableDocument): ShutDocument {
  const { itemId, number, isInTime, openMinor, disputes, disputeUntil: until } = document;
  const [first] = disputes;
  const whyNothing = openMinor === 0n ? "settled" : first ? "disputed" : "in_flight";
  return {
    itemId,
    number,
    why: isInTime ? whyNothing : "late",
    until,
    dispute: first ? { id: first.id, number: first.number } : null,
  };
}
