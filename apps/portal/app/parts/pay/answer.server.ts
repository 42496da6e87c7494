import { listItems } from "@openitem/domain/items/list-items";
import { isCurrency } from "@openitem/domain/kernel/money";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { type PaymentDetail, readPayment } from "@openitem/domain/payments/read-payment";
import { startPayment, startPaymentInput } from "@openitem/domain/payments/start-payment";
import { decimalOf, formatAmount } from "@openitem/ui/formats";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Viewer } from "../../context.ts";
import { withAccount } from "../account-address.ts";
import { readLater } from "../autopay/schedule.ts";
import { type Draft, readDraft } from "./draft.ts";
import { faultsOf } from "./faults.ts";
import { disputeHref } from "./put-aside.ts";
import { prepareForRelease, scheduleForDay } from "./send-later.server.ts";
import { type Sums, sumsOf } from "./sums.ts";
import { mayPay, notSent, payForm } from "./view.server.ts";
import type { PayForm } from "./view.ts";

const FOUND_MAX = 10;

const FIND_MAX = 60;

const envelope = z.object({
  intent: z.string().default("preview"),
  paymentId: z.uuid(),
  currency: z.string().refine(isCurrency),
  /** the sum the button named, as a plain decimal */
  shown: z.string().default(""),
  find: z.string().trim().default(""),
});

const FIND_LONG = `A number or purchase order to find has up to ${FIND_MAX} characters.`;
const NOTE_LONG = "A note has up to 500 characters. Shorten it and send again.";
const UNREADABLE = "This payment form could not be read. Nothing was sent. Choose the documents again.";

const forbidden = () =>
  new Refusal(
    "forbidden",
    "payment.start.forbidden",
    "Your role does not allow this. Ask a colleague who may.",
  );

/** What sends the form on: it is paid now, another releases it, or it is charged on a day. */
const SENDS: readonly string[] = ["pay", "prepare", "schedule"];

/** After these the payment exists already: its own page tells how it stands, and nothing is asked for twice. */
const TOLD_BY_ITS_PAGE: readonly string[] = ["payment.over", "payment.provider", "command.reused"];

/** What a sent pay form comes to: the form again with what was asked for, or on to where the payment goes. */
export async function answerPay(viewer: Viewer, form: FormData, search: string) {
  if (!viewer.customerIds.some((id) => mayPay(viewer, id))) throw forbidden();
  const { intent, paymentId, currency, shown, find } = readEnvelope(form);
  const [verb = "", itemId = ""] = intent.split(".", 2);
  const typed = readDraft(form);
  const later = readLater(form);
  const begun = verb === "pay" ? await findBegun(viewer, paymentId) : null;
  if (begun) return redirect(goOnWith(begun, typed, viewer, search), 303);
  const draft = changed(typed, verb, itemId);
  const putIn = verb === "put" && z.uuid().safeParse(itemId).success ? itemId : null;
  const view = await payForm(viewer, { draft, currency, paymentId, later, ...(putIn && { putIn }) });
  const sumsFor = (asked: PayForm) =>
    sumsOf(asked.draft, {
      currency,
      locale: viewer.contact.locale,
      debits: asked.rows,
      credits: asked.credits,
    });

  const refused = (view: PayForm, code: string, sentence: string, status: number) =>
    data(notSent(view, { why: "refused", problem: { code, facts: {}, sentence } }), status);

  if (find.length > FIND_MAX) return refused({ ...view, search: find }, "pay.find_long", FIND_LONG, 422);
  if (verb === "find" || (verb === "add" && find !== ""))
    return { ...view, search: find, found: await findMore(viewer, view, find) };
  if (verb === "cap" || verb === "move") return capped(view, sumsFor(view), viewer, { itemId, verb });
  const sums = sumsFor(view);
  const dispute = verb === "dispute" ? disputeHref(view, sums, itemId) : null;
  if (dispute) return redirect(withAccount(dispute, search), 303);
  if (!SENDS.includes(verb)) return view;

  const isFaulty = faultsOf(view, view.draft, sums).length > 0;
  if (isFaulty || shown !== decimalOf(sums.cashMinor, currency)) {
    // The same form, sent twice at once, may have got ahead of us: what is missing is then what it reserved.
    const meanwhile = await findBegun(viewer, paymentId);
    if (meanwhile) return redirect(goOnWith(meanwhile, typed, viewer, search), 303);
    return isFaulty
      ? data(notSent(view, { why: "faults" }), 422)
      : data(notSent(view, { why: "sum", shown }), 409);
  }
  const wished = startPaymentInput.safeParse({
    paymentId,
    customerId: view.payer.id,
    currency,
    ...wishesOf(view.draft, sums),
  });
  if (!wished.success) {
    const isNote = wished.error.issues.some(({ path }) => path.includes("shortNote"));
    return isNote
      ? refused(view, "pay.note_long", NOTE_LONG, 422)
      : refused(view, "pay.unreadable", UNREADABLE, 422);
  }
  try {
    if (verb === "prepare")
      return redirect(withAccount(await prepareForRelease(viewer, wished.data, later), search), 303);
    if (verb === "schedule")
      return redirect(withAccount(await scheduleForDay(viewer, wished.data, later), search), 303);
    const { settled, url } = await startPayment(viewer.ctx, wished.data);
    return redirect(settled || !url ? withAccount(`/payments/${paymentId}`, search) : url, 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    if (verb === "pay" && TOLD_BY_ITS_PAGE.includes(error.code))
      return redirect(withAccount(`/payments/${paymentId}`, search), 303);
    const meanwhile = await findBegun(viewer, paymentId);
    if (meanwhile) return redirect(goOnWith(meanwhile, typed, viewer, search), 303);
    // Something changed between our look and theirs: the form as it is now, with what was typed.
    const { code, facts, message: sentence, kind } = error;
    const now = await payForm(viewer, { draft: view.draft, currency, paymentId, later });
    return data(notSent(now, { why: "refused", problem: { code, facts, sentence } }), HTTP_STATUS[kind]);
  }
}

/** What every pay form carries. Refuses `pay.unreadable`: without it there is no form to show again. */
function readEnvelope(form: FormData): z.infer<typeof envelope> {
  const fields = ["intent", "paymentId", "currency", "shown", "find"].flatMap((name) => {
    const value = form.get(name);
    return typeof value === "string" ? [[name, value]] : [];
  });
  const read = envelope.safeParse(Object.fromEntries(fields));
  if (!read.success) throw new Refusal("invalid", "pay.unreadable", UNREADABLE);
  return read.data;
}

/** The payment of this form, if it was sent before: a second press must not meet the amounts it reserved itself. */
async function findBegun(viewer: Viewer, paymentId: string): Promise<PaymentDetail | null> {
  try {
    return await readPayment(viewer.ctx, paymentId);
  } catch (error) {
    if (error instanceof Refusal && error.kind === "missing") return null;
    throw error;
  }
}

/** The same form again goes on where it went before; an edited one to the page of the payment that it already is. */
function goOnWith({ payment, shares }: PaymentDetail, draft: Draft, viewer: Viewer, search: string): string {
  const { currency, checkoutUrl, onAccountMinor, status } = payment;
  const free = shares.map((share) => ({ id: share.itemId, freeMinor: share.amountMinor }));
  const sums = sumsOf(draft, { currency, locale: viewer.contact.locale, debits: free, credits: free });
  const wished = [...sums.rows, ...sums.credits.filter((credit) => credit.used)];
  const asSent = new Map(free.map(({ id, freeMinor }) => [id, freeMinor]));
  const isSame =
    wished.length === shares.length &&
    wished.every(({ itemId, minor }) => minor === asSent.get(itemId)) &&
    sums.onAccount.minor === onAccountMinor;
  return isSame && status === "submitted" && checkoutUrl
    ? checkoutUrl
    : withAccount(`/payments/${payment.id}`, search);
}

/** Rows taken out and put in by their buttons. */
function changed(draft: Draft, verb: string, itemId: string): Draft {
  if (verb === "remove") return { ...draft, rows: draft.rows.filter((row) => row.itemId !== itemId) };
  if ((verb !== "add" && verb !== "put") || !z.uuid().safeParse(itemId).success) return draft;
  if (draft.rows.some((row) => row.itemId === itemId)) return draft;
  return { ...draft, rows: [...draft.rows, { itemId, amount: "", reason: "", note: "", was: "" }] };
}

/** Too much was entered: pay what is open, and on wish put the rest on account. */
function capped(
  view: PayForm,
  sums: Sums,
  viewer: Viewer,
  { itemId, verb }: { itemId: string; verb: "cap" | "move" },
): PayForm {
  const row = view.rows.find((each) => each.id === itemId);
  const over = sums.rows.find((each) => each.itemId === itemId)?.overMinor ?? 0n;
  if (!row || over === 0n) return view;
  const written = (minor: bigint) => formatAmount(minor, view.currency, viewer.contact.locale);
  const rows = view.draft.rows.map((each) =>
    each.itemId === itemId ? { ...each, amount: written(row.freeMinor) } : each,
  );
  const onAccount = verb === "move" ? written(sums.onAccount.minor + over) : view.draft.onAccount;
  return { ...view, draft: { ...view.draft, rows, onAccount } };
}

async function findMore(viewer: Viewer, view: PayForm, search: string): Promise<PayForm["found"]> {
  const { rows } = await listItems(viewer.ctx, {
    customerIds: viewer.customerIds,
    state: "open",
    currency: view.currency,
    search,
    sort: "due",
    limit: FOUND_MAX + view.rows.length > 500 ? 500 : FOUND_MAX + view.rows.length,
  });
  const chosen = new Set(view.rows.map((row) => row.id));
  return rows
    .filter((row) => !chosen.has(row.id) && mayPay(viewer, row.customerId))
    .map(({ id, number, customerName, poNumber, dueOn, openMinor, inFlightMinor, disputedMinor }) => ({
      id,
      number,
      about: viewer.account ? (poNumber ?? "") : customerName,
      dueOn,
      freeMinor: openMinor - inFlightMinor - disputedMinor,
    }))
    .filter((row) => row.freeMinor > 0n)
    .slice(0, FOUND_MAX);
}

function wishesOf(draft: Draft, sums: Sums) {
  const typed = new Map(draft.rows.map((row) => [row.itemId, row]));
  return {
    debits: sums.rows.map(({ itemId, minor, shortMinor }) => {
      const row = typed.get(itemId);
      return {
        itemId,
        amountMinor: minor,
        // A reason that is left over from an amount since completed says nothing.
        shortReason: shortMinor > 0n ? row?.reason : null,
        shortNote: shortMinor > 0n && row?.note.trim() ? row.note.trim() : null,
      };
    }),
    credits: sums.credits
      .filter((credit) => credit.used)
      .map(({ itemId, minor }) => ({ itemId, amountMinor: minor })),
    onAccountMinor: sums.onAccount.minor,
  };
}
