import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { newId } from "@openitem/db/ids";
import { listAccounts } from "@openitem/domain/customers/read-customer";
import { diskStorage } from "@openitem/domain/files/storage";
import type { ContactRole } from "@openitem/domain/kernel/context";
import { changeRemittance } from "@openitem/domain/remittances/change-remittance";
import { listRemittances } from "@openitem/domain/remittances/list-remittances";
import { readAdvice } from "@openitem/domain/remittances/read-advice";
import { readRemittanceDetail } from "@openitem/domain/remittances/read-remittance";
import { close, newWorld, TODAY, type World } from "@openitem/domain/test/world";
import { afterAll, expect, test } from "vitest";
import type { Viewer } from "../../context.ts";
import { answerDeclaration, openDeclaration } from "./declare.server.ts";
import { fieldName } from "./field-names.ts";
import { readRemittanceView } from "./remittance-view.server.ts";
import { answerReview } from "./review-answer.server.ts";
import { answerUpload } from "./upload.server.ts";

afterAll(close);

const storage = diskStorage(mkdtempSync(join(tmpdir(), "openitem-portal-remittances-")));

async function viewerOf(
  world: World,
  role: ContactRole = "payer",
  customerId = world.customerId,
): Promise<Viewer> {
  const ctx = world.paying(world.contact(role, [customerId]));
  const { actor } = ctx;
  if (actor.kind !== "contact") throw new Error("A contact was asked for");
  const accounts = await listAccounts(ctx, [customerId]);
  return {
    ctx: { ...ctx, actor, storage, scanner: null },
    contact: { id: actor.contactId, name: actor.name, email: "dana@example.com", locale: "en-US" },
    accounts,
    account: accounts[0] ?? null,
    customerIds: [customerId],
    timeZone: "America/New_York",
    today: TODAY,
    biller: "Parlance",
  };
}

const formOf = (fields: Record<string, string>): FormData => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  return form;
};

/** Where an answer leads, or what it shows and with which status. */
async function outcome(answer: Promise<unknown>) {
  const answered = await answer;
  if (answered instanceof Response)
    return { to: answered.headers.get("location") ?? "", status: answered.status, data: null };
  const { data, init } = answered as { data: unknown; init: ResponseInit | null };
  return { to: null, status: init?.status ?? 200, data };
}

const CSV = "Document,Gross,Net\nINV-2026-10188,500.00,500.00\nINV-1999-77777,20.00,20.00\n";

const uploaded = (name: string, text: string) => ({
  field: "file",
  name,
  bytes: new TextEncoder().encode(text),
});

async function newDraft() {
  const world = await newWorld();
  const itemId = await world.document({ number: "INV-2026-10188", amountMinor: 500_00n });
  const dana = await viewerOf(world);
  const remittanceId = newId();
  const form = formOf({ remittanceId, customerId: world.customerId });
  await answerUpload(dana, { form, files: [uploaded("a.csv", CSV)] }, "");
  await readAdvice({ ...world.worker, storage, scanner: null }, { remittanceId });
  const send = async (fields: Record<string, string>, query = "") => {
    const { seen } = await readRemittanceDetail(dana.ctx, remittanceId);
    const sent = formOf({ key: newId(), seen, ...fields });
    return outcome(answerReview(dana, remittanceId, sent, new URL(`http://portal.test/?${query}`)));
  };
  const read = () => readRemittanceDetail(dana.ctx, remittanceId);
  return { ...world, itemId, dana, remittanceId, send, read };
}

test("a file is handed in once; none, one too large and the same again are told in their place", async () => {
  const world = await newWorld();
  const dana = await viewerOf(world);
  const upload = (files: Parameters<typeof answerUpload>[1]["files"], remittanceId = newId()) =>
    outcome(answerUpload(dana, { form: formOf({ remittanceId, customerId: world.customerId }), files }, ""));
  expect(await upload([])).toMatchObject({ status: 422, data: { problem: { code: "remittance.no_file" } } });
  expect(await upload([{ field: "file", name: "big.pdf", bytes: null }])).toMatchObject({
    status: 422,
    data: { problem: { code: "file.over" } },
  });
  const id = newId();
  const file = uploaded("a.csv", CSV);
  expect(await upload([file], id)).toMatchObject({ to: `/remittances/${id}`, status: 303 });
  expect(await upload([file], id)).toMatchObject({ to: `/remittances/${id}` });
  expect(await upload([{ ...file, name: "b.csv" }])).toMatchObject({
    status: 409,
    data: { problem: { code: "remittance.known", facts: { remittanceId: id } } },
  });
  expect((await listRemittances(dana.ctx, {})).rows).toHaveLength(1);
});

test("a review that cannot be read keeps what was typed and changes nothing", async () => {
  const draft = await newDraft();
  const typed = { [fieldName.total]: "a lot", [fieldName.paidOn]: "soon", [fieldName.reference]: "REF-1" };
  const answered = await draft.send({ ...typed, intent: "save" });
  expect(answered).toMatchObject({
    status: 422,
    data: { typed, faults: { total: "not-a-number", paidOn: "day" } },
  });
  expect((await draft.read()).remittance.reference).toBeNull();
});

test("what is lacking to confirm is said after what was entered is saved", async () => {
  const draft = await newDraft();
  const answered = await draft.send({ [fieldName.paidOn]: "2026-11-17", intent: "confirm" });
  expect(answered.to).toBe(`/remittances/${draft.remittanceId}?tried=1`);
  const view = await readRemittanceView(draft.dana, draft.remittanceId, new URLSearchParams("tried=1"));
  expect(view).toMatchObject({ paidOn: "2026-11-17", isTried: true, lackingLines: 1 });
  expect(view.lacks.map(({ code, lineNo }) => [code, lineNo])).toEqual([["remittance.line_open", 2]]);
  await draft.send({ intent: "account.2" });
  expect(await draft.send({ intent: "confirm" })).toMatchObject({
    to: `/remittances/${draft.remittanceId}?done=confirmed`,
  });
  expect((await draft.read()).remittance.status).toBe("confirmed");
});

test("a line is changed by what its fields say, and lines that were not shown stay", async () => {
  const draft = await newDraft();
  await draft.send({
    [fieldName.net(1)]: "400.00",
    [fieldName.deduction(1)]: "100.00",
    [fieldName.number(1)]: "INV-2026-10188",
    intent: "preview",
  });
  await draft.send({ [fieldName.reason(1)]: "price", intent: "preview" });
  await draft.send({ [fieldName.newNumber]: "10188", [fieldName.newNet]: "7.00", intent: "preview" });
  const { lines } = await draft.read();
  expect(lines.map((line) => [line.itemId, line.netMinor, line.deductionMinor, line.reason])).toEqual([
    [draft.itemId, 400_00n, 100_00n, "price"],
    [null, 20_00n, 0n, null],
    [draft.itemId, 7_00n, 0n, null],
  ]);
  await draft.send({ intent: "remove.3" });
  expect((await draft.read()).lines).toHaveLength(2);
  expect((await draft.send({ intent: "edit.1" }, "show=open")).to).toBe(
    `/remittances/${draft.remittanceId}?show=open&line=1#line-1`,
  );
});

test("a review of what a colleague has changed meanwhile comes back as it was typed", async () => {
  const draft = await newDraft();
  const { seen } = await draft.read();
  await changeRemittance(draft.dana.ctx, {
    remittanceId: draft.remittanceId,
    key: newId(),
    seen,
    change: { head: { reference: "theirs" } },
  });
  const answered = await draft.send({ seen, [fieldName.reference]: "mine", intent: "save" });
  expect(answered).toMatchObject({
    status: 409,
    data: { typed: { reference: "mine" }, problem: { code: "remittance.changed" } },
  });
  expect((await draft.read()).remittance.reference).toBe("theirs");
});

test("a stranger's review finds nothing", async () => {
  const draft = await newDraft();
  const eve = await viewerOf(draft, "admin", await draft.customer());
  const form = formOf({ key: newId(), seen: "x", intent: "save" });
  await expect(
    answerReview(eve, draft.remittanceId, form, new URL("http://portal.test/")),
  ).rejects.toMatchObject({ code: "remittance.missing" });
  await expect(readRemittanceView(eve, draft.remittanceId, new URLSearchParams())).rejects.toMatchObject({
    code: "remittance.missing",
  });
  await expect(readRemittanceView(eve, "x", new URLSearchParams())).rejects.toMatchObject({
    kind: "missing",
  });
});

test("a declaration is filled from the chosen invoices, keeps what was typed, and is made once", async () => {
  const world = await newWorld();
  const dana = await viewerOf(world);
  const itemId = await world.document({ amountMinor: 500_00n });
  const foreign = await world.document({ customerId: await world.customer() });
  const view = await openDeclaration(dana, new URLSearchParams({ items: `${itemId},${foreign}` }));
  if (view.kind !== "form") throw new Error("A form was asked for");
  expect(view).toMatchObject({ leftOut: 1, currency: "USD", documents: [{ id: itemId }] });
  const fields = {
    ...view.typed,
    remittanceId: view.remittanceId,
    customerId: world.customerId,
    currency: "USD",
    items: itemId,
    intent: "send",
  };
  const send = (over: Record<string, string>) =>
    outcome(answerDeclaration(dana, formOf({ ...fields, ...over }), ""));
  const refused = await send({ [fieldName.total]: "nothing", [fieldName.amount(itemId)]: "500.01" });
  expect(refused).toMatchObject({
    status: 422,
    data: { faults: { total: "not-a-number", [fieldName.amount(itemId)]: "over-open" } },
  });
  expect(refused.data).toHaveProperty(["typed", fieldName.total], "nothing");
  expect(await send({ [fieldName.total]: "400.00" })).toMatchObject({
    status: 422,
    data: { problem: { code: "remittance.over_total" } },
  });
  const made = await send({});
  expect(made.to).toBe(`/remittances/${view.remittanceId}?done=declared`);
  expect(await send({})).toEqual(made);
  expect((await listRemittances(dana.ctx, {})).rows).toHaveLength(1);
});

test("a viewer may look and is told that he may not send", async () => {
  const world = await newWorld();
  const eye = await viewerOf(world, "viewer");
  expect(await openDeclaration(eye, new URLSearchParams())).toEqual({ kind: "forbidden" });
});
