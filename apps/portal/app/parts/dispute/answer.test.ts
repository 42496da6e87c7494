import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@openitem/db/ids";
import { listAccounts } from "@openitem/domain/customers/read-customer";
import { listDisputes } from "@openitem/domain/disputes/list-disputes";
import { readDispute } from "@openitem/domain/disputes/read-dispute";
import { diskStorage } from "@openitem/domain/files/storage";
import type { ContactRole } from "@openitem/domain/kernel/context";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { close, newWorld, TODAY, type World } from "@openitem/domain/test/world";
import { decimalOf } from "@openitem/ui/formats";
import { afterAll, expect, test } from "vitest";
import type { Viewer } from "../../context.ts";
import type { SentFile, Upload } from "../../read-upload.server.ts";
import { answerDisputeForm } from "./answer.server.ts";
import { fieldName, readDraft } from "./draft.ts";
import { faultsOf } from "./faults.ts";
import { openDisputeForm } from "./open.server.ts";
import { sumsOf } from "./sums.ts";
import { plainNumber } from "./typed-number.ts";
import type { DisputeForm } from "./view.ts";

afterAll(close);

const LOCALE = "en-US";
const storage = diskStorage(mkdtempSync(join(tmpdir(), "openitem-disputes-")));

async function viewerOf(world: World, role: ContactRole = "payer"): Promise<Viewer> {
  const ctx = world.paying(world.contact(role));
  const { actor } = ctx;
  if (actor.kind !== "contact") throw new Error("A contact was asked for");
  const accounts = await listAccounts(ctx, [world.customerId]);
  return {
    ctx: { ...ctx, actor, storage, scanner: null },
    contact: { id: actor.contactId, name: actor.name, email: "dana@example.com", locale: LOCALE },
    accounts,
    account: accounts[0] ?? null,
    customerIds: [world.customerId],
    timeZone: "America/New_York",
    today: TODAY,
    biller: "Parlance",
  };
}

/** An invoice over 15,868.00 whose first line is India at 0.0146, billed 1,080,000 times. */
const usage = (world: World) =>
  world.document({
    amountMinor: 15_868_00n,
    lines: [
      {
        description: "Outbound SMS, India",
        quantity: "1080000",
        unit: "messages",
        unitPrice: "0.0146",
        amountMinor: 15_768_00n,
      },
      {
        description: "Phone number",
        quantity: "100",
        unit: "numbers",
        unitPrice: "1.00",
        amountMinor: 100_00n,
      },
    ],
  });

async function open(viewer: Viewer, query: string): Promise<DisputeForm> {
  const view = await openDisputeForm(viewer, new URLSearchParams(query));
  if (!view) throw new Error("There is no form");
  return view;
}

/** What a browser sends of the form with what was typed into it; the button carries what it comes to unless told. */
function sent(
  view: DisputeForm,
  typed: Record<string, string>,
  {
    intent = "send",
    files = [] as SentFile[],
    shown,
  }: { intent?: string; files?: SentFile[]; shown?: string } = {},
): Upload {
  const form = new FormData();
  form.set("intent", intent);
  form.set("disputeId", view.disputeId);
  for (const { itemId } of [...view.documents, ...view.shut]) form.append("item", itemId);
  for (const { itemId, how } of view.draft.documents) form.set(fieldName.how(itemId), how);
  for (const [name, value] of Object.entries(typed)) form.set(name, value);
  const sums = sumsOf(readDraft(form), view.documents, { currency: view.currency, locale: LOCALE });
  form.set("shown", shown ?? decimalOf(sums.totalMinor, view.currency));
  return { form, files };
}

/** The answer as the page gets it: a redirect's address, or the form with its status. */
async function answer(viewer: Viewer, upload: Upload) {
  const answered = await answerDisputeForm(viewer, upload, "");
  if (answered instanceof Response) return { status: answered.status, to: answered.headers.get("Location") };
  if ("stamp" in answered) return { status: 200, view: answered };
  return { status: answered.init?.status ?? 200, view: answered.data };
}

const faultsIn = (view: DisputeForm | undefined) => {
  if (!view) return [];
  const sums = sumsOf(view.draft, view.documents, { currency: view.currency, locale: LOCALE });
  return faultsOf(view, view.draft, sums, (text) => plainNumber(text, LOCALE) !== null).map((fault) => [
    fault.name,
    "refusal" in fault ? fault.refusal : fault.code,
  ]);
};

const raisedBy = async ({ ctx }: Viewer) => (await listDisputes(ctx, { tab: "all" })).rows;

/** All that the reason "price" asks for beside the lines. */
const PRICE = { reason: "price", "fact.price.agreed_in": "Rate card 7, page 4" };

test("a line at the price that was agreed is disputed by the difference, and the rest can be paid at once", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const itemId = await usage(world);
  const view = await open(viewer, `items=${itemId}&line=1`);
  const typed = { ...PRICE, [fieldName.line(itemId, 1)]: "on", [fieldName.unitPrice(itemId, 1)]: "0.0086" };
  const { status, to } = await answer(viewer, sent(view, typed, { intent: "pay" }));
  expect([status, to]).toEqual([303, `/pay?item=${itemId}&currency=USD`]);
  const { dispute, holds, documents } = await readDispute(viewer.ctx, view.disputeId);
  expect(dispute).toMatchObject({ reason: "price", amountMinor: 6_480_00n, status: "submitted" });
  expect(holds).toMatchObject({ heldMinor: 6_480_00n, readyMinor: 9_388_00n });
  expect(documents[0]?.lines).toMatchObject([
    { lineNo: 1, expectedUnitPrice: "0.0086", disputedMinor: 6_480_00n },
  ]);
  expect(await world.differences()).toEqual([]);
});

test("pressed twice, at once or one after the other, it is one dispute; edited afterwards its page tells", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const itemId = await world.document();
  const view = await open(viewer, `item=${itemId}`);
  const typed = { reason: "other", comment: "Nobody ordered this.", [fieldName.how(itemId)]: "all" };
  const [first, second] = await Promise.all([
    answer(viewer, sent(view, typed)),
    answer(viewer, sent(view, typed)),
  ]);
  const third = await answer(viewer, sent(view, { ...typed, comment: "Something else." }));
  expect([first.status, second.status, third.status]).toEqual([303, 303, 303]);
  expect(third.to).toBe(`/disputes/${view.disputeId}?again=1`);
  expect(await raisedBy(viewer)).toHaveLength(1);
});

test.each([
  ["0", "zero"],
  ["-5", "zero"],
  ["100.01", "over"],
  ["a hundred", "not-a-number"],
  ["", "empty"],
])(
  "an amount of “%s” of 100.00 is refused as %s, in its place, with all that was typed kept",
  async (amount, refusal) => {
    const world = await newWorld();
    const viewer = await viewerOf(world);
    const itemId = await world.document();
    const view = await open(viewer, `item=${itemId}`);
    const typed = {
      [fieldName.how(itemId)]: "amount",
      [fieldName.amount(itemId)]: amount,
      reason: "usage",
      "fact.usage.period": "12 September",
      comment: "The route was down.",
    };
    const { status, view: again } = await answer(viewer, sent(view, typed));
    expect(status).toBe(422);
    expect(faultsIn(again)).toEqual([[fieldName.amount(itemId), refusal]]);
    expect(again?.disputeId).toBe(view.disputeId);
    expect(again?.draft).toMatchObject({
      documents: [{ itemId, how: "amount", amount }],
      reason: "usage",
      facts: { "usage.period": "12 September" },
      comment: "The route was down.",
    });
    expect(await raisedBy(viewer)).toEqual([]);
  },
);

test("what a reason asks for and lines do not say is asked for, each at its field", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const itemId = await usage(world);
  const view = await open(viewer, `item=${itemId}`);
  const none = await answer(viewer, sent(view, {}));
  expect(faultsIn(none.view)).toEqual([
    [fieldName.how(itemId), "no_line"],
    ["reason", "reason"],
  ]);
  const line = { [fieldName.line(itemId, 1)]: "on" };
  const price = await answer(viewer, sent(view, { ...line, reason: "price" }));
  expect(faultsIn(price.view)).toEqual([
    [fieldName.unitPrice(itemId, 1), "fact"],
    [fieldName.fact("price", "agreed_in"), "fact"],
  ]);
  const dearer = await answer(
    viewer,
    sent(view, { ...line, ...PRICE, [fieldName.unitPrice(itemId, 1)]: "0.02" }),
  );
  expect(faultsIn(dearer.view)).toEqual([[fieldName.unitPrice(itemId, 1), "not_less"]]);
  const other = await answer(viewer, sent(view, { ...line, reason: "other" }));
  expect(faultsIn(other.view)).toEqual([["comment", "comment"]]);
});

test("a button that names another sum than the form comes to sends nothing, and shows the sum", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const itemId = await world.document();
  const view = await open(viewer, `item=${itemId}&amount=40.00`);
  expect(view.draft.documents).toMatchObject([{ how: "amount", amount: "40.00" }]);
  const typed = { reason: "other", comment: "Too much.", [fieldName.amount(itemId)]: "40" };
  const { status, view: again } = await answer(viewer, sent(view, typed, { shown: "0.00" }));
  expect([status, again?.notSent]).toEqual([409, { why: "sum", shown: "0.00" }]);
  expect(await raisedBy(viewer)).toEqual([]);
});

test("what is disputed already leads to the dispute that it is in", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const [whole, part] = [await world.document(), await world.document()];
  const first = await open(viewer, `item=${whole}&item=${part}`);
  const typed = {
    reason: "other",
    comment: "Not ours.",
    [fieldName.how(part)]: "amount",
    [fieldName.amount(part)]: "30",
  };
  expect((await answer(viewer, sent(first, typed))).status).toBe(303);
  const second = await open(viewer, `item=${whole}&item=${part}`);
  const { number } = (await readDispute(viewer.ctx, first.disputeId)).dispute;
  const dispute = { id: first.disputeId, number };
  expect(second.shut).toMatchObject([{ itemId: whole, why: "disputed", dispute }]);
  expect(second.documents).toMatchObject([{ itemId: part, disputableMinor: 70_00n, disputes: [dispute] }]);
});

test("an invoice of somebody else is answered like one that is not there, and a viewer may not dispute", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const mine = await world.document();
  const other = await world.document({ customerId: await world.customer() });
  const refusal = (promise: Promise<unknown>): Promise<string[]> =>
    promise.then(
      () => [],
      (error: unknown) => {
        if (error instanceof Refusal) return [error.kind, error.code];
        throw error;
      },
    );
  const missing = ["missing", "item.missing"];
  expect(await refusal(open(viewer, `item=${mine}&item=${other}`))).toEqual(missing);
  expect(await refusal(open(viewer, `item=${newId()}`))).toEqual(missing);
  const view = await open(viewer, `item=${mine}`);
  const form = sent(view, { reason: "other", comment: "Not ours." });
  form.form.append("item", other);
  expect(await refusal(answer(viewer, form))).toEqual(missing);
  expect((await refusal(open(await viewerOf(world, "viewer"), `item=${mine}`)))[0]).toBe("forbidden");
  expect(await raisedBy(viewer)).toEqual([]);
});

test("files that come with the form are kept when one of them is refused, and sent twice it is the same file", async () => {
  const world = await newWorld();
  const viewer = await viewerOf(world);
  const itemId = await world.document();
  const view = await open(viewer, `item=${itemId}`);
  const bytes = (text: string) => new TextEncoder().encode(text);
  const good = { field: "files", name: "Sender IDs – Süd.csv", bytes: bytes("sender,count\n24365,4200\n") };
  const typed = { reason: "other", comment: "Not ours." };
  const refused = await answer(
    viewer,
    sent(view, typed, {
      files: [
        good,
        { field: "files", name: "page.html", bytes: bytes("<html><script>alert(1)</script>") },
        { field: "files", name: "video.mp4", bytes: null },
      ],
    }),
  );
  expect(refused.status).toBe(422);
  expect(refused.view?.kept).toMatchObject([{ name: "Sender IDs – Süd.csv" }]);
  expect(refused.view?.refusedFiles.map(({ name, problem }) => [name, problem.code])).toEqual([
    ["page.html", "file.type"],
    ["video.mp4", "file.over"],
  ]);
  const kept = refused.view?.kept[0]?.id ?? "";
  const both = await answer(viewer, sent(view, { ...typed, file: kept }, { files: [good] }));
  expect(both.status).toBe(303);
  const { entries } = await readDispute(viewer.ctx, view.disputeId);
  expect(entries[0]?.files.map(({ id }) => id)).toEqual([kept]);
});
