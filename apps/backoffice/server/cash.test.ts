import { tmpdir } from "node:os";
import { newId } from "@openitem/db/ids";
import { createStaff } from "@openitem/domain/access/create-staff";
import { camtOf } from "@openitem/domain/bank/camt-statement";
import { newCashWorld } from "@openitem/domain/cash/test/cash-world";
import { REJECTIONS, SUPPORTS, WAITS } from "@openitem/domain/matching/signals";
import { changePolicy } from "@openitem/domain/policies/change-policy";
import { close } from "@openitem/domain/test/world";
import superjson from "superjson";
import { afterAll, expect, test } from "vitest";
import { auth, callerAs, PASSWORD, PUBLIC_URL, servicesFor, slugOf } from "../test/office.ts";
import { en } from "../web/messages/en.ts";
import { createApp } from "./app.ts";

afterAll(close);

const ENV = {
  incoming: { socket: { remoteAddress: "203.0.113.7", remotePort: 4000, remoteFamily: "IPv4" } },
};

test("everything the engine may say has words", () => {
  const codes = [...Object.keys(SUPPORTS), ...Object.keys(WAITS), ...Object.keys(REJECTIONS)];
  expect(codes.filter((code) => !(code in en.signals))).toEqual([]);
});

test("finance matches a line with a write-off through the API, undoes one application, and the others stand", async () => {
  const world = await newCashWorld();
  const finance = callerAs(world, world.staff("finance"));
  const [first, second] = [
    await world.document({ amountMinor: 60_00n }),
    await world.document({ amountMinor: 45_00n }),
  ];
  const [line] = await world.money({ amount: "100.00", name: "A payer" });
  const lineId = line?.id ?? "";
  const { rows } = await finance.cash.matches({ state: "open" });
  expect(rows.map((row) => row.lineId)).toEqual([lineId]);
  const documents = await finance.cash.documents({ itemIds: [first, second] });
  expect(documents.map(({ freeMinor }) => freeMinor).toSorted()).toEqual([45_00n, 60_00n].toSorted());

  const { differences } = await finance.cash.confirm({
    key: newId(),
    lineId,
    receiptId: null,
    customerId: world.customerId,
    applications: [
      { itemId: first, amountMinor: 60_00n },
      { itemId: second, amountMinor: 40_00n },
    ],
    differences: [{ itemId: second, kind: "write_off", amountMinor: 5_00n, reason: "Small difference" }],
  });
  expect(differences.map(({ status }) => status)).toEqual(["applied"]);
  expect((await finance.cash.matches({ state: "open" })).rows).toEqual([]);

  const { applications } = await finance.cash.line({ lineId });
  const undone = applications.find(({ debitId }) => debitId === first);
  await finance.cash.undoApplication({
    key: newId(),
    applicationId: undone?.id ?? "",
    appliedOn: "2026-11-18",
    reason: "Wrong contract",
  });
  const after = await finance.cash.line({ lineId });
  expect(after.applications.map(({ debitId }) => debitId)).toEqual([second]);
  expect(after.bars.map(({ debitId, reason }) => [debitId, reason])).toEqual([[first, "Wrong contract"]]);
  await finance.cash.liftBar({ key: newId(), barId: after.bars[0]?.id ?? "" });
  expect((await finance.cash.line({ lineId })).bars).toEqual([]);
});

test("an auditor sees what waits and cannot match it", async () => {
  const world = await newCashWorld();
  const [line] = await world.money({ amount: "100.00" });
  const auditor = callerAs(world, world.staff("auditor"));
  expect((await auditor.cash.matchTotals({})).map(({ count }) => count)).toEqual([1]);
  await expect(
    auditor.bank.setElsewhere({ key: newId(), lineId: line?.id ?? "", note: "Interest" }),
  ).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(auditor.cash.startRun({ key: newId() })).rejects.toMatchObject({ code: "FORBIDDEN" });
});

test("a statement file is taken from finance, and from nobody else", async () => {
  const world = await newCashWorld();
  await changePolicy(world.worker, {
    key: newId(),
    kind: "sign_in",
    basedOn: 0,
    rules: { staffTotpRequired: false },
    reason: "A test without it",
  });
  const app = createApp(servicesFor(slugOf(world)), tmpdir());
  const ask = (path: string, body: FormData | string, headers: Record<string, string>) =>
    app.request(
      `${PUBLIC_URL}${path}`,
      { method: "POST", body, headers: { origin: PUBLIC_URL, ...headers } },
      ENV,
    );
  const signIn = async (role: "finance" | "collector") => {
    const email = `${newId()}@parlance.test`;
    await createStaff(world.worker, auth, { email, name: "Ingrid Solberg", role, password: PASSWORD });
    const body = superjson.stringify({ email, password: PASSWORD });
    const answer = await ask("/trpc/session.signIn", body, { "content-type": "application/json" });
    return answer.headers
      .getSetCookie()
      .map((line) => line.split(";")[0])
      .join("; ");
  };
  const send = (headers: Record<string, string>, content = "not a statement") => {
    const form = new FormData();
    form.set("file", new File([content], "statement.xml"));
    return ask("/files/bank-statement", form, headers);
  };
  const day = "2026-11-17";
  const statement = camtOf("camt.053", [
    {
      ...{ account: "DE89370400440532013000", currency: "USD", id: "S-1", from: day, to: day },
      ...{ opening: "0.00", closing: "10.00" },
      entries: [{ amount: "10.00", bookedOn: day, valueOn: day, reference: "S-1-1" }],
    },
  ]);
  const text = new TextDecoder().decode(statement);

  expect((await send({}, text)).status).toBe(401);
  expect((await send({ cookie: await signIn("collector") }, text)).status).toBe(403);
  const cookie = await signIn("finance");
  expect((await send({ cookie, origin: "http://elsewhere.test" }, text)).status).toBe(403);
  const refused = await send({ cookie });
  expect(refused.status).toBe(422);
  expect(await refused.json()).toMatchObject({ code: expect.stringMatching(/^bank_file/) });
  expect(await (await send({ cookie }, text)).json()).toMatchObject({ new: 1, known: 0, held: 0 });
  expect(await (await send({ cookie }, text)).json()).toMatchObject({ new: 0, known: 1 });
});
