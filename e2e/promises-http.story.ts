import { expect, test } from "@playwright/test";
import { type caller, guest, signedIn } from "./caller.ts";
import { freeInvoices } from "./open-invoices.ts";
import { fieldsOf } from "./payer.ts";

/** As the days of an account are written in forms. */
const dayIn = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

/** A form of a promise for the first invoice of the caller that can be promised, as its page has it. */
async function formOf(who: Awaited<ReturnType<typeof caller>>): Promise<Record<string, string>> {
  for (const { id: itemId } of await freeInvoices(who, "", { currency: "USD" })) {
    const page = await (await who.get(`/promises/new?items=${itemId}`)).text();
    const fields = fieldsOf(page);
    if (fields[`amount.${itemId}`]) return { ...fields, intent: "send", "day.1": dayIn(5), itemId };
  }
  throw new Error("Nothing here can be promised");
}

const promisesOf = async (who: Awaited<ReturnType<typeof caller>>): Promise<string[]> => [
  ...new Set(
    [
      ...(await (await who.get("/promises?state=all")).text()).matchAll(/href="\/promises\/([0-9a-f-]{36})/g),
    ].map(([, id]) => id ?? ""),
  ),
];

test("a promise takes nothing that no form of ours sends, and is made once however often it is sent", async ({
  playwright,
}, info) => {
  test.skip(info.project.name !== "desktop", "What is sent has no size.");
  const ana = await guest(playwright, { address: "promising.http@customer.example", customer: "104826" });
  const dana = await signedIn(playwright, "Dana Whitfield");
  const { itemId = "", ...form } = await formOf(ana);
  const field = `amount.${itemId}`;
  const send = (change: Record<string, string>) =>
    ana.post("/promises/new", { form: { ...form, ...change }, maxRedirects: 0 });

  const { customerId: theirs = "", itemId: foreign = "", ...hers } = await formOf(dana);
  const amount = hers[`amount.${foreign}`] ?? "";
  const { [field]: own = "", ...without } = form;
  const bad: [string, Record<string, string>, number, string][] = [
    ["nothing", { [field]: "0" }, 422, "Enter an amount above zero."],
    ["less than nothing", { [field]: "-1.00", "due.1": "-1.00" }, 422, "Enter an amount above zero."],
    ["more than is open", { [field]: "999,999,999.00", "due.1": "999,999,999.00" }, 422, "can be promised"],
    ["dates that come to something else", { "due.1": "1.00" }, 422, "Make them equal."],
    ["a day that is over", { "day.1": "2020-01-01" }, 422, "This day is over."],
    ["no day", { "day.1": "2026-02-31" }, 422, "This is not a day of the calendar."],
    ["another currency", { currency: "EUR" }, 422, "Make a promise for each currency."],
    ["a currency there is none", { currency: "XYZ" }, 422, "could not be read"],
    ["beyond the rules, sent as if within", { "day.1": dayIn(90), shown: "stands" }, 409, "goes beyond"],
    ["somebody else’s account", { customerId: theirs }, 404, ""],
    ["an id that is none", { promiseId: "1" }, 422, "could not be read"],
  ];
  for (const [what, change, status, words] of bad) {
    const answer = await send(change);
    expect([what, answer.status()]).toEqual([what, status]);
    expect((await answer.text()).replaceAll("&#x27;", "’")).toContain(words);
  }
  const other = await ana.post("/promises/new", {
    form: { ...without, [`amount.${foreign}`]: amount, "due.1": amount },
    maxRedirects: 0,
  });
  expect(other.status()).toBe(422);
  expect(await other.text()).toContain("We cannot find one of these invoices on your account.");
  expect(await promisesOf(ana)).toEqual([]);

  // Sent five times at once it is one promise.
  const answers = await Promise.all(Array.from({ length: 5 }, () => send({ [field]: own })));
  expect(answers.map((answer) => answer.status())).toEqual([303, 303, 303, 303, 303]);
  const [made = "", ...more] = await promisesOf(ana);
  expect(more).toEqual([]);
  expect(new Set(answers.map((answer) => answer.headers().location))).toEqual(new Set([`/promises/${made}`]));

  // To somebody else it does not exist, in words and in deeds.
  expect((await dana.get(`/promises/${made}`)).status()).toBe(404);
  expect((await dana.get(`/promises/new?change=${made}`)).status()).toBe(404);
  expect((await dana.get(`/pay?promise=${made}`)).status()).toBe(404);
  const taken = await dana.post(`/promises/${made}`, {
    form: { intent: "cancel", key: crypto.randomUUID(), note: "Not mine" },
    maxRedirects: 0,
  });
  expect(taken.status()).toBe(404);
  for (const path of ["charges", "prepared-payments", "payment-methods"])
    expect((await dana.get(`/${path}/${made}`)).status()).toBe(404);
  expect((await ana.get(`/promises/${made}`)).status()).toBe(200);
});

test("autopay and methods take nothing of another account, and no more than a role allows", async ({
  playwright,
}, info) => {
  test.skip(info.project.name !== "desktop", "What is sent has no size.");
  const ana = await guest(playwright, { address: "autopay.http@customer.example", customer: "104827" });
  const form = fieldsOf(await (await ana.get("/autopay")).text());
  const send = (change: Record<string, string>) =>
    ana.post("/autopay", { form: { ...form, ...change }, maxRedirects: 0 });
  const unknown = crypto.randomUUID();
  const bad: [string, Record<string, string>, number][] = [
    ["a method that is none", { intent: "remove", methodId: unknown }, 404],
    ["a charge that is none", { intent: "stop", chargeId: unknown }, 404],
    ["an id that is none", { intent: "stop", chargeId: "1" }, 422],
    ["a currency that is none", { intent: "add", currency: "XYZ" }, 422],
    ["nothing we know", { intent: "everything" }, 422],
    ["no consent", { intent: "on", currency: "USD", methodId: unknown, days: "3" }, 422],
    [
      "what the role does not allow",
      {
        intent: "on",
        currency: "USD",
        methodId: unknown,
        days: "3",
        agree: "autopay-2026-11",
        seenAt: "",
      },
      403,
    ],
  ];
  for (const [what, change, status] of bad) {
    const answer = await send(change);
    expect([what, answer.status()]).toEqual([what, status]);
  }
  const rule = await ana.post("/prepared-payments", { form: { intent: "on" }, maxRedirects: 0 });
  expect(rule.status()).toBe(403);
});
