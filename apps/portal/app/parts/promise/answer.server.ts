import { addDays } from "@openitem/domain/kernel/business-day";
import { isCurrency } from "@openitem/domain/kernel/money";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { counterPromise } from "@openitem/domain/promises/answer-promise";
import { changePromise } from "@openitem/domain/promises/change-promise";
import { makePromise } from "@openitem/domain/promises/make-promise";
import { keepWithin, splitEvenly } from "@openitem/domain/promises/plan";
import { readPromise } from "@openitem/domain/promises/read-promise";
import { promiseTermsInput } from "@openitem/domain/promises/write-promise";
import { formatAmount } from "@openitem/ui/formats";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Viewer } from "../../context.ts";
import { withAccount } from "../account-address.ts";
import { type Draft, fieldName, readDraft } from "./draft.ts";
import { mayPromise, replacedIn } from "./open.server.ts";
import { promiseForm } from "./view.server.ts";
import type { NotSent, PromiseForm } from "./view.ts";

const envelope = z.object({
  intent: z.string().default("preview"),
  promiseId: z.uuid(),
  customerId: z.uuid(),
  currency: z.string().refine(isCurrency),
  /** What the button said that it would be. */
  shown: z.enum(["stands", "request"]).default("stands"),
});

const NOTE_MAX = 1_000;
const NOTE_LONG = "A note has up to 1,000 characters. Shorten it and send again.";
const UNREADABLE = "This form could not be read. Nothing was sent. Choose the invoices again.";
const SPREAD_DAYS = 14;

/** What a sent form comes to: the form again with what was asked for, or on to the promise that was made. */
export async function answerPromiseForm(viewer: Viewer, form: FormData, params: URLSearchParams) {
  const sent = envelope.safeParse(fieldsOf(form));
  if (!sent.success) throw new Refusal("invalid", "promise.unreadable", UNREADABLE);
  const { intent, promiseId, customerId, currency, shown } = sent.data;
  if (!mayPromise(viewer, customerId))
    throw new Refusal("missing", "customer.missing", "We cannot find this account.");
  const [verb = "", which = ""] = intent.split(".", 2);
  const toPage = (id: string) => redirect(withAccount(`/promises/${id}`, `?${params}`), 303);
  if (verb === "send" && (await isMade(viewer, promiseId))) return toPage(promiseId);
  const typed = readDraft(form);
  const draft = verb === "leave" ? withoutDocument(typed, which) : typed;
  const formFor = (more: { draft: Draft; focus?: string | null; notSent?: NotSent }) =>
    promiseForm(viewer, {
      customerId,
      currency,
      itemIds: draft.documents.map(({ itemId }) => itemId),
      replaces: replacedIn(params),
      promiseId,
      ...more,
    });
  const view = await formFor({ draft });
  if (verb !== "send") return changed(viewer, view, verb, which, formFor);

  const { terms } = view;
  if (terms.faults.length > 0) return data(await formFor({ draft, notSent: { why: "faults" } }), 422);
  const isRequest = terms.beyond.length > 0;
  if (isRequest && shown === "stands") return data(await formFor({ draft, notSent: { why: "beyond" } }), 409);
  const refused = async ({ code, facts, message: sentence, kind }: Refusal) =>
    data(
      await formFor({ draft, notSent: { why: "refused", problem: { code, facts, sentence } } }),
      HTTP_STATUS[kind],
    );
  if (draft.note.trim().length > NOTE_MAX)
    return refused(new Refusal("invalid", "promise.note_long", NOTE_LONG));
  const wish = promiseTermsInput.safeParse({
    promiseId,
    currency,
    documents: terms.documents,
    instalments: terms.instalments,
    note: draft.note.trim() || null,
    chargeMethodId: draft.methodId || null,
    asRequest: shown === "request",
  });
  if (!wish.success) return refused(new Refusal("invalid", "promise.unreadable", UNREADABLE));
  try {
    await send(viewer, customerId, view, wish.data);
    return toPage(promiseId);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    // The same form, sent twice at once: the other was first.
    if (await isMade(viewer, promiseId)) return toPage(promiseId);
    return refused(error);
  }
}

async function send(
  { ctx }: Viewer,
  customerId: string,
  { replaces }: PromiseForm,
  terms: z.infer<typeof promiseTermsInput>,
): Promise<void> {
  if (replaces?.how === "change") await changePromise(ctx, { ...terms, replacesId: replaces.id });
  else if (replaces) await counterPromise(ctx, { ...terms, countersId: replaces.id });
  else await makePromise(ctx, { ...terms, customerId });
}

type Again = (more: { draft: Draft; focus?: string | null }) => Promise<PromiseForm>;

/** The form with what a button of it does: a date more or less, even parts, or within the days that stand at once. */
async function changed(
  { contact }: Viewer,
  view: PromiseForm,
  verb: string,
  which: string,
  again: Again,
): Promise<PromiseForm> {
  const { draft, terms, currency, standing } = view;
  const { today, policy } = standing;
  const written = (minor: bigint) => formatAmount(minor, currency, contact.locale);
  if (verb === "add") {
    const leftMinor = terms.documentsMinor - terms.amountMinor;
    const dates = [...draft.dates, { dueOn: "", amount: leftMinor > 0n ? written(leftMinor) : "" }];
    return again({ draft: { ...draft, dates }, focus: fieldName.day(dates.length) });
  }
  if (verb === "drop") {
    const dates = draft.dates.filter((_, index) => index + 1 !== Number(which));
    return dates.length === 0 ? view : again({ draft: { ...draft, dates } });
  }
  if (verb === "split") {
    const parts = splitEvenly(terms.documentsMinor, draft.dates.length);
    if (!parts) return view;
    const dates = draft.dates.map(({ dueOn }, index) => ({ dueOn, amount: written(parts[index] ?? 0n) }));
    return again({ draft: { ...draft, dates: spread(dates, today, policy.daysOut) } });
  }
  if (verb === "keep") {
    if (terms.faults.length > 0) return again({ draft });
    const dates = keepWithin(terms.instalments, policy.daysOut, today);
    const kept = dates.map(({ dueOn, amountMinor }) => ({ dueOn, amount: written(amountMinor) }));
    return again({ draft: { ...draft, dates: kept } });
  }
  return view;
}

/** Gives dates that are still empty a day each, so that the last one is as late as stands at once. */
function spread(dates: Draft["dates"], today: string, daysOut: number): Draft["dates"] {
  if (dates.some(({ dueOn }) => dueOn !== "")) return dates;
  const step = Math.max(1, Math.min(SPREAD_DAYS, Math.floor(daysOut / dates.length)));
  return dates.map(({ amount }, index) => ({ dueOn: addDays(today, step * (index + 1)), amount }));
}

const withoutDocument = (draft: Draft, itemId: string): Draft => ({
  ...draft,
  documents: draft.documents.filter((each) => each.itemId !== itemId),
});

async function isMade({ ctx }: Viewer, promiseId: string): Promise<boolean> {
  try {
    await readPromise(ctx, promiseId);
    return true;
  } catch (error) {
    if (error instanceof Refusal && error.kind === "missing") return false;
    throw error;
  }
}

const fieldsOf = (form: FormData): Record<string, string> =>
  Object.fromEntries([...form].filter((field): field is [string, string] => typeof field[1] === "string"));
