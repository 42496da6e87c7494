import { type APIRequestContext, expect, test } from "@playwright/test";
import { idsOn, signedIn } from "./caller.ts";
import { freeInvoices, needed } from "./open-invoices.ts";
import { fieldsOf } from "./payer.ts";

// Disputes as a caller meets them who sends what no form of ours would: no screen, no size, so once is enough.
test.beforeEach(({ browserName: _ }, info) => {
  test.skip(info.project.name !== "desktop", "There is no screen in these.");
});

const NOBODY = "01234567-89ab-7def-8123-456789abcdef";
const csv = (name: string, text: string) => ({ name, mimeType: "text/csv", buffer: Buffer.from(text) });

/** The form that disputes all of one document, as it stands on the page. */
async function formFor(who: APIRequestContext, itemId: string): Promise<Record<string, string>> {
  const page = await (await who.get(`/disputes/new?item=${itemId}`)).text();
  const amount = /All that is open: ([\d.,]+)/.exec(page)?.[1]?.replaceAll(",", "");
  if (!amount) throw new Error(`Document ${itemId} cannot be disputed`);
  return {
    ...fieldsOf(page),
    intent: "send",
    [`how.${itemId}`]: "all",
    shown: amount,
    reason: "other",
    comment: "Nobody ordered this.",
  };
}

test("documents, disputes and files of somebody else are answered like those that there are not", async ({
  playwright,
}) => {
  const [dana, weilin] = [
    await signedIn(playwright, "Dana Whitfield"),
    await signedIn(playwright, "Tan Wei Lin"),
  ];
  const [theirs] = await idsOn(dana, "/invoices");
  const [mine] = await idsOn(weilin, "/invoices");
  if (!theirs || !mine) throw new Error("The demo has no open document of both");
  for (const id of [theirs, NOBODY]) {
    const shown = await weilin.get(`/disputes/new?item=${id}`);
    expect([shown.status(), await shown.text()]).toEqual([
      404,
      expect.stringContaining("We cannot find this"),
    ]);
    const sent = await weilin.post("/disputes/new", {
      form: {
        intent: "send",
        disputeId: NOBODY,
        item: id,
        [`how.${id}`]: "all",
        reason: "other",
        comment: "No.",
      },
    });
    expect(sent.status()).toBe(404);
  }
  const kept = await dana.post("/files", {
    multipart: { customerId: await accountOf(dana), file: csv("ours.csv", "a,b\n1,2\n") },
  });
  const { file } = (await kept.json()) as { file: { id: string } };
  for (const id of [file.id, NOBODY]) expect((await weilin.get(`/files/${id}`)).status()).toBe(404);
  expect((await dana.get(`/files/${file.id}`)).status()).toBe(200);
  const foreign = await weilin.post("/files", {
    multipart: { customerId: await accountOf(dana), file: csv("theirs.csv", "a,b\n1,2\n") },
  });
  expect(foreign.status()).toBe(404);
  // Somebody else's removal removes nothing; his own does.
  await weilin.post(`/files/${file.id}/remove`);
  expect((await dana.get(`/files/${file.id}`)).status()).toBe(200);
  expect((await dana.post(`/files/${file.id}/remove`)).status()).toBe(204);
  expect((await dana.get(`/files/${file.id}`)).status()).toBe(404);
});

test("a form sent twice with its file is one dispute, and changed afterwards it is that one still", async ({
  playwright,
}) => {
  const weilin = await signedIn(playwright, "Tan Wei Lin");
  const { id: itemId } = needed((await freeInvoices(weilin, "")).at(-1));
  const form = await formFor(weilin, itemId);
  const send = (over: Record<string, string> = {}) =>
    weilin.post("/disputes/new", {
      multipart: { ...form, ...over, files: csv("proof.csv", "a,b\n1,2\n") },
      maxRedirects: 0,
    });
  const [first, second] = await Promise.all([send(), send()]);
  const third = await send({ comment: "Something else." });
  expect([first.status(), second.status(), third.status()]).toEqual([303, 303, 303]);
  const page = `/disputes/${form.disputeId}`;
  for (const answer of [first, second, third]) expect(answer.headers().location).toContain(page);
  const list = await (await weilin.get("/disputes")).text();
  expect(new Set(list.match(/\/disputes\/[0-9a-f-]{36}/g))).toEqual(new Set([page]));
  const shown = await (await weilin.get(page)).text();
  expect(shown.match(/proof\.csv/g)?.length).toBeGreaterThan(0);
  expect(shown).not.toContain("Something else.");
  // The file of the list says how much of it is held.
  const [head = "", line = ""] = (await (await weilin.get("/invoices.csv?state=disputed")).text()).split(
    "\r\n",
  );
  expect(head).toMatch(/,open,in_flight,disputed,promised,days_late$/);
  expect(line.split(",").at(-3)).toBe(form.shown);

  // A stale page acts on nothing that has changed since.
  const withdraw = (seen: string) =>
    weilin.post(page, { form: { intent: "withdraw", entryId: NOBODY, seen, body: "" }, maxRedirects: 0 });
  expect((await withdraw("submitted")).status()).toBe(303);
  const late = await weilin.post(page, {
    form: { intent: "say", entryId: form.disputeId ?? "", seen: "submitted", body: "One more thing." },
  });
  expect([late.status(), await late.text()]).toEqual([
    409,
    expect.stringContaining("This dispute has ended."),
  ]);
});

test("files of a wrong kind or size are refused in words, and what is too large for one form is answered with a page", async ({
  playwright,
}) => {
  const dana = await signedIn(playwright, "Dana Whitfield");
  const customerId = await accountOf(dana);
  const add = (name: string, buffer: Buffer) =>
    dana.post("/files", { multipart: { customerId, file: { name, mimeType: "text/csv", buffer } } });
  const html = await add("page.csv", Buffer.from("<html><script>alert(1)</script>"));
  expect([html.status(), (await html.json()).problem.code]).toEqual([422, "file.type"]);
  const large = await add("large.csv", Buffer.alloc(10_000_001, "1,"));
  expect([large.status(), (await large.json()).problem.code]).toEqual([422, "file.over"]);
  expect((await add("empty.csv", Buffer.alloc(0))).status()).toBe(422);
  expect((await add("larger.csv", Buffer.alloc(11_000_000, "1,"))).status()).toBe(413);

  const whole = await dana.post("/disputes/new", {
    multipart: {
      intent: "send",
      files: { name: "video.mp4", mimeType: "video/mp4", buffer: Buffer.alloc(70_000_000) },
    },
    headers: { accept: "text/html" },
  });
  expect([whole.status(), await whole.text()]).toEqual([
    413,
    expect.stringContaining("These files are too large together"),
  ]);
  // Every other form is as small as before.
  expect((await dana.post("/pay", { form: { note: "x".repeat(1_100_000) } })).status()).toBe(413);
});

/** The first account that somebody has. */
async function accountOf(who: APIRequestContext): Promise<string> {
  const [, id] = /\?account=([0-9a-f-]{36})/.exec(await (await who.get("/more")).text()) ?? [];
  if (!id) throw new Error("The page of his accounts names none");
  return id;
}
