import { tmpdir } from "node:os";
import { newId } from "@openitem/db/ids";
import { listAccounts } from "@openitem/domain/customers/read-customer";
import { raiseDispute } from "@openitem/domain/disputes/raise-dispute";
import { diskStorage } from "@openitem/domain/files/storage";
import type { ContactRole } from "@openitem/domain/kernel/context";
import { readPayment } from "@openitem/domain/payments/read-payment";
import { startPayment } from "@openitem/domain/payments/start-payment";
import { changePolicy } from "@openitem/domain/policies/change-policy";
import { close, NOON, newWorld, TODAY, type World } from "@openitem/domain/test/world";
import { decimalOf } from "@openitem/ui/formats";
import { afterAll, expect, test } from "vitest";
import type { Viewer } from "../../context.ts";
import { openDisputeForm } from "../dispute/open.server.ts";
import { answerPay } from "./answer.server.ts";
import { fieldName } from "./draft.ts";
import { openPay } from "./open.server.ts";
import { payHref } from "./put-aside.ts";
import { sumsOf } from "./sums.ts";
import type { PayForm } from "./view.ts";

afterAll(close);

async function viewerOf(world: World, role: ContactRole = "payer"): Promise<Viewer> {
  const ctx = world.paying(world.contact(role));
  const { actor } = ctx;
  if (actor.kind !== "contact") throw new Error("A contact was asked for");
  const accounts = await listAccounts(ctx, [world.customerId]);
  return {
    ctx: { ...ctx, actor, storage: diskStorage(tmpdir()), scanner: null },
    contact: { id: actor.contactId, name: actor.name, email: "dana@example.com", locale: "en-US" },
    accounts,
    account: accounts[0] ?? null,
    customerIds: [world.customerId],
    timeZone: "America/New_York",
    today: TODAY,
    biller: "Parlance",
  };
}

async function open(viewer: Viewer, query: string): Promise<PayForm> {
  const view = await openPay(viewer, new URLSearchParams(query));
  if (view.kind !== "form") throw new Error(`The page is "${view.kind}"`);
  return view;
}

/** What a browser sends of the form: its fields as they stand, what was changed in them, and the pressed button. */
function sent(view: PayForm, intent: string, typed: Record<string, string> = {}): FormData {
  const { draft, currency, rows, credits } = view;
  const sums = sumsOf(draft, { currency, locale: "en-US", debits: rows, credits });
  const form = new FormData();
  const fields: Record<string, string> = {
    paymentId: view.paymentId,
    currency,
    intent,
    shown: decimalOf(sums.cashMinor, currency),
    onAccount: draft.onAccount,
  };
  for (const row of draft.rows) {
    fields[fieldName.amount(row.itemId)] = row.amount;
    fields[fieldName.reason(row.itemId)] = row.reason;
    fields[fieldName.was(row.itemId)] = row.was;
  }
  for (const credit of draft.credits) {
    fields[fieldName.credit(credit.itemId)] = credit.amount;
    if (credit.used) fields[fieldName.use(credit.itemId)] = "on";
  }
  for (const [name, value] of Object.entries({ ...fields, ...typed })) form.set(name, value);
  return form;
}

/** The answer as the page gets it: a redirect's address, or the form with its status. */
async function answer(viewer: Viewer, form: FormData) {
  const answered = await answerPay(viewer, form, "");
  if (answered instanceof Response) return { status: answered.status, to: answered.headers.get("Location") };
  if ("kind" in answered) return { status: 200, view: answered };
  return { status: answered.init?.status ?? 200, view: answered.data };
}

test("the amounts of the form go to Stripe as they were read, and pressed twice it is one payment", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const [first, second] = [await world.document(), await world.document({ amountMinor: 50_00n })];
  const view = await open(viewer, `item=${first}&item=${second}`);
  const form = sent(view, "pay", {
    [fieldName.amount(first)]: "60,00",
    [fieldName.reason(first)]: "tax",
    shown: "110.00",
  });
  const answers = [await answer(viewer, form), await answer(viewer, form)];
  expect(answers.map(({ status }) => status)).toEqual([303, 303]);
  expect(new Set(answers.map(({ to }) => to)).size).toBe(1);
  expect(world.gateway.checkouts.size).toBe(1);
  // Edited and sent again it would be another payment: the page of the first one tells.
  form.set(fieldName.amount(first), "70");
  expect(await answer(viewer, form)).toEqual({ status: 303, to: `/payments/${view.paymentId}` });
  const { payment, shares } = await readPayment(viewer.ctx, view.paymentId);
  expect(payment.amountMinor).toBe(110_00n);
  expect(shares.map((share) => [share.itemId, share.amountMinor, share.shortReason])).toEqual([
    [first, 60_00n, "tax"],
    [second, 50_00n, null],
  ]);
});

test("nothing is sent while an amount cannot be read, is too much, or is short without a reason; all that was typed comes back", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const bills = [await world.document(), await world.document(), await world.document()] as const;
  const view = await open(viewer, bills.map((id) => `item=${id}`).join("&"));
  const typed = {
    [fieldName.amount(bills[0])]: "a hundred",
    [fieldName.amount(bills[1])]: "150",
    [fieldName.amount(bills[2])]: "20",
    onAccount: "7.5",
  };
  const { status, view: back } = await answer(viewer, sent(view, "pay", typed));
  expect(status).toBe(422);
  expect(back?.notSent).toEqual({ why: "faults" });
  expect(back?.draft).toMatchObject({
    rows: [{ amount: "a hundred" }, { amount: "150" }, { amount: "20" }],
    onAccount: "7.5",
  });
  expect(world.gateway.calls).toBe(0);

  const moved = await answer(viewer, sent(view, `move.${bills[1]}`, typed));
  expect(moved.view?.draft).toMatchObject({ rows: [{}, { amount: "100.00" }, {}], onAccount: "57.50" });
});

test("a sum that the button did not name is shown before it is charged", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const bill = await world.document();
  const view = await open(viewer, `item=${bill}`);
  const typed = { [fieldName.amount(bill)]: "40", [fieldName.reason(bill)]: "other" };
  const first = await answer(viewer, sent(view, "pay", typed));
  expect(first).toMatchObject({ status: 409, view: { notSent: { why: "sum", shown: "100.00" } } });
  expect(world.gateway.calls).toBe(0);
  expect(await answer(viewer, sent(view, "pay", { ...typed, shown: "40.00" }))).toMatchObject({
    status: 303,
  });
});

test("what changed since the form was made is shown beside the old amount and asked for again", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const bill = await world.document();
  const view = await open(viewer, `item=${bill}`);
  await startPayment(world.paying(world.contact()), world.wish([[bill, 30_00n]]));

  const stopped = await answer(viewer, sent(view, "pay"));
  expect(stopped.status).toBe(422);
  expect(stopped.view?.rows).toMatchObject([{ freeMinor: 70_00n, changedFromMinor: 100_00n }]);
  const again = stopped.view;
  if (!again) throw new Error("The form was expected back");
  const mended = await answer(viewer, sent(again, "pay", { [fieldName.amount(bill)]: "70", shown: "70.00" }));
  expect(mended.status).toBe(303);
});

test("what a colleague is paying is named and left out, and so is what is paid or belongs to others", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const [held, free] = [await world.document(), await world.document()];
  const foreign = await world.document({ customerId: await world.customer() });
  const view = await open(viewer, `item=${held}&item=${free}`);
  const wish = world.wish([[held, 100_00n]]);
  await startPayment(world.paying(world.contact()), wish);

  const now = await open(viewer, `item=${held}&item=${free}&item=${foreign}`);
  expect(now.rows.map((row) => row.id)).toEqual([free]);
  expect(now.held).toMatchObject([
    { paymentId: wish.paymentId, payerName: "Dana Whitfield", minor: 100_00n },
  ]);
  expect(now.goneUnknown).toBe(1);
  // The form that still had it is not sent on without it, unseen.
  expect(await answer(viewer, sent(view, "pay"))).toMatchObject({ status: 422 });
  expect(await answer(viewer, sent(now, "pay"))).toMatchObject({ status: 303 });
});

test("credits that cover all settle at once, without Stripe", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const bill = await world.document();
  const memo = await world.document({ kind: "credit_memo", number: "CM-1" });
  const view = await open(viewer, `item=${bill}&item=${memo}`);
  expect(view.draft.credits).toMatchObject([{ itemId: memo, used: true, amount: "100.00" }]);
  const { status, to } = await answer(viewer, sent(view, "pay"));
  expect([status, to]).toEqual([303, `/payments/${view.paymentId}`]);
  expect((await readPayment(viewer.ctx, view.paymentId)).payment.status).toBe("settled");
  expect(world.gateway.calls).toBe(0);
  expect(await world.differences()).toEqual([]);
});

test("when Stripe does not answer, the payment's own page tells how it stands, and nothing is asked for twice", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const view = await open(viewer, `item=${await world.document()}`);
  world.gateway.failNext = { when: "after", error: new Error("The connection was cut") };
  const { status, to } = await answer(viewer, sent(view, "pay"));
  expect([status, to]).toEqual([303, `/payments/${view.paymentId}`]);
  expect(world.gateway.checkouts.size).toBe(1);
});

test("“everything” beyond what one payment takes is the oldest of it, and says so", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  await changePolicy(world.staff("manager", NOON), {
    key: newId(),
    kind: "payment",
    basedOn: 0,
    rules: { itemsPerPaymentMax: 2 },
    reason: "Small batches",
  });
  const young = await world.document({ dueOn: "2026-12-31" });
  const old = await world.document({ dueOn: "2026-01-31" });
  const middle = await world.document({ dueOn: "2026-06-30" });
  const view = await open(viewer, "all=everything");
  expect(view.rows.map((row) => row.id)).toEqual([old, middle]);
  expect(view.rows.map((row) => row.id)).not.toContain(young);
  expect(view.taken).toEqual({ count: 3, all: "everything" });
});

test("documents in several currencies are asked about, and an earlier payment's selection is taken up again", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const [dollars, euros] = [await world.document(), await world.document({ currency: "EUR" })];
  const asked = await openPay(viewer, new URLSearchParams(`item=${dollars}&item=${euros}`));
  expect(asked).toMatchObject({
    kind: "choose",
    severalCurrencies: true,
    choices: [{ currency: "EUR" }, { currency: "USD" }],
  });
  const wish = world.wish([[dollars, 40_00n]], { onAccountMinor: 3_00n });
  await startPayment(viewer.ctx, wish);
  const again = await open(viewer, `again=${wish.paymentId}`);
  expect(again.draft).toMatchObject({ rows: [{ amount: "40.00", reason: "other" }], onAccount: "3.00" });
  expect(again.paymentId).not.toBe(wish.paymentId);
});

test("somebody who may only look is told so", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world, "viewer");
  expect(await openPay(viewer, new URLSearchParams("all=everything"))).toEqual({ kind: "forbidden" });
});

test("somebody who may only look is refused in our words when he sends a form all the same", async () => {
  const world = await newWorld();
  const bill = await world.document();
  const form = sent(await open(await viewerOf(world), `item=${bill}`), "pay");
  await expect(answer(await viewerOf(world, "viewer"), form)).rejects.toMatchObject({
    kind: "forbidden",
    code: "payment.start.forbidden",
  });
  expect(world.gateway.calls).toBe(0);
});

test("the same form sent eight times at once for a full invoice is one payment, and every answer leads to it", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const form = sent(await open(viewer, `item=${await world.document()}`), "pay");
  const paymentId = String(form.get("paymentId"));
  const answers = await Promise.all(Array.from({ length: 8 }, () => answer(viewer, form)));
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([303]));
  const { payment } = await readPayment(viewer.ctx, paymentId);
  for (const { to } of answers) expect([payment.checkoutUrl, `/payments/${paymentId}`]).toContain(to);
  expect(world.gateway.checkouts.size).toBe(1);
});

test.each([
  ["no payment", { paymentId: "" }],
  ["a payment that is none", { paymentId: "7" }],
  ["a currency in small letters", { currency: "usd" }],
  ["a currency nobody knows", { currency: "QQQ" }],
])("a form with %s is refused and nothing is sent", async (_, typed) => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const view = await open(viewer, `item=${await world.document()}`);
  await expect(answer(viewer, sent(view, "pay", typed))).rejects.toMatchObject({ code: "pay.unreadable" });
  expect(world.gateway.calls).toBe(0);
});

test("a note or a search that is too long comes back with what was typed", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const bill = await world.document();
  const view = await open(viewer, `item=${bill}`);
  const note = "n".repeat(501);
  const noted = await answer(
    viewer,
    sent(view, "pay", {
      [fieldName.amount(bill)]: "60",
      [fieldName.reason(bill)]: "other",
      [fieldName.note(bill)]: note,
      shown: "60.00",
    }),
  );
  expect(noted).toMatchObject({
    status: 422,
    view: { notSent: { why: "refused", problem: { code: "pay.note_long" } }, draft: { rows: [{ note }] } },
  });
  const find = "f".repeat(61);
  expect(await answer(viewer, sent(view, "find", { find }))).toMatchObject({
    status: 422,
    view: { search: find, notSent: { why: "refused", problem: { code: "pay.find_long" } } },
  });
});

test("the id of a payment of somebody else leads to a page that he does not find", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const other = await world.customer();
  const theirs = world.wish([[await world.document({ customerId: other }), 100_00n]], { customerId: other });
  await startPayment(world.paying(world.contact("payer", [other])), theirs);
  const view = await open(viewer, `item=${await world.document()}`);
  const { paymentId } = theirs;
  expect(await answer(viewer, sent(view, "pay", { paymentId }))).toEqual({
    status: 303,
    to: `/payments/${paymentId}`,
  });
  await expect(readPayment(viewer.ctx, paymentId)).rejects.toMatchObject({ code: "payment.missing" });
  expect(world.gateway.checkouts.size).toBe(1);
});

test("what is disputed is left out without a reason, and paid when the payer puts it in", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const [part, whole] = [await world.document(), await world.document()];
  const dispute = (itemId: string, amountMinor: bigint) =>
    raiseDispute(viewer.ctx, {
      disputeId: newId(),
      customerId: world.customerId,
      currency: "USD",
      reason: "other",
      comment: "Not ours.",
      items: [{ itemId, amountMinor }],
    });
  await dispute(part, 30_00n);
  await dispute(whole, 100_00n);
  const view = await open(viewer, `item=${part}&item=${whole}`);
  expect(view.draft.rows).toMatchObject([{ itemId: part, amount: "70.00" }]);
  expect(view.disputed).toMatchObject([{ id: whole, minor: 100_00n }]);

  const put = await answer(viewer, sent(view, `put.${whole}`));
  expect(put.view?.draft.rows).toMatchObject([{ amount: "70.00" }, { itemId: whole, amount: "100.00" }]);

  const { status } = await answer(viewer, sent(view, "pay"));
  expect(status).toBe(303);
  const { payment, shares } = await readPayment(viewer.ctx, view.paymentId);
  expect(payment.amountMinor).toBe(70_00n);
  expect(shares.map(({ itemId, shortReason }) => [itemId, shortReason])).toEqual([[part, null]]);
});

test("disputing what is left out puts the payment aside with all that was typed, and comes back to it", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const [disputed, part, whole] = [
    await world.document(),
    await world.document({ amountMinor: 80_00n }),
    await world.document({ amountMinor: 50_00n }),
  ];
  const view = await open(viewer, `item=${disputed}&item=${part}&item=${whole}`);
  const typed = {
    [fieldName.amount(disputed)]: "70",
    [fieldName.amount(part)]: "60",
    [fieldName.reason(part)]: "tax",
    [fieldName.note(part)]: "Withheld",
    onAccount: "5.00",
  };
  const { status, to } = await answer(viewer, sent(view, `dispute.${disputed}`, typed));
  const address = new URL(to ?? "", "http://portal");
  expect([status, address.pathname]).toEqual([303, "/disputes/new"]);
  const aside = address.searchParams.get("payment") ?? "";
  expect((await open(viewer, aside)).draft).toMatchObject({
    rows: view.draft.rows.map(({ itemId }) => ({
      itemId,
      amount: { [disputed]: "70", [part]: "60", [whole]: "50.00" }[itemId],
    })),
    onAccount: "5.00",
  });

  const dispute = await openDisputeForm(viewer, address.searchParams);
  expect(dispute).toMatchObject({ payment: aside, draft: { documents: [{ amount: "30.00" }] } });
  await raiseDispute(viewer.ctx, {
    disputeId: newId(),
    customerId: world.customerId,
    currency: "USD",
    reason: "other",
    comment: "Not ours.",
    items: [{ itemId: disputed, amountMinor: 30_00n }],
  });
  const on = await open(viewer, payHref(aside, [disputed], "USD").replace("/pay?", ""));
  expect(Object.fromEntries(on.draft.rows.map((row) => [row.itemId, row]))).toMatchObject({
    [disputed]: { amount: "70.00", reason: "" },
    [part]: { amount: "60", reason: "tax", note: "Withheld" },
    [whole]: { amount: "50.00" },
  });
});
