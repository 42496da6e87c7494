import { newId } from "@openitem/db/ids";
import { newCashWorld } from "@openitem/domain/cash/test/cash-world";
import { REJECTIONS, SUPPORTS, WAITS } from "@openitem/domain/matching/signals";
import { close } from "@openitem/domain/test/world";
import { afterAll, expect, test } from "vitest";
import { callerAs, servicesFor, slugOf } from "../test/office.ts";
import { en } from "../web/messages/en.ts";
import { createApp } from "./app.ts";

afterAll(close);

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

test("a statement file is taken from nobody who is not signed in, nor from another site", async () => {
  const world = await newCashWorld();
  const app = createApp(servicesFor(slugOf(world)), "/nowhere");
  const form = new FormData();
  form.set("file", new File(["<Document/>"], "statement.xml"));
  const send = (headers: Record<string, string>) =>
    app.request("http://office.test/files/bank-statement", { method: "POST", body: form, headers });
  expect((await send({ origin: "http://elsewhere.test" })).status).toBe(403);
});
