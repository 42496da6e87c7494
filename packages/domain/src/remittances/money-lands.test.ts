import { newId } from "@openitem/db/ids";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { runMatch } from "../cash/run-match.ts";
import { startMatchRun } from "../cash/start-match-run.ts";
import { newCashWorld } from "../cash/test/cash-world.ts";
import { read } from "../kernel/transact.ts";
import { declarePayment } from "./declare-payment.ts";
import { importRemittance } from "./import-remittance.ts";
import { pausedBy } from "./read-pauses.ts";
import { readRemittanceDetail } from "./read-remittance.ts";
import { bytesOf, csvOf, filing } from "./test/remittance-world.ts";

afterAll(close);

async function newLanding() {
  const world = await newCashWorld();
  const dana = world.contact("payer");
  const match = async () => {
    const { runId } = await startMatchRun(world.finance, { key: newId() });
    await runMatch(world.worker, { runId });
  };
  return { ...world, dana, match };
}

describe("money that was announced", () => {
  test("by a declared wire pays what it names, and reminders are a matter of the past", async () => {
    const world = await newLanding();
    const [one, two] = [await world.document(), await world.document({ amountMinor: 60_00n })];
    const { remittanceId } = await declarePayment(world.dana, {
      remittanceId: newId(),
      customerId: world.customerId,
      currency: "USD",
      method: "wire",
      paidOn: "2026-11-16",
      totalMinor: 150_00n,
      reference: "MF-PAY-3391",
      lines: [
        { itemId: one, amountMinor: 90_00n },
        { itemId: two, amountMinor: 60_00n },
      ],
    });
    const [line] = await world.money({ amount: "150.00", text: "MF-PAY-3391" });
    await world.match();
    expect([await world.openOf(one), await world.openOf(two)]).toEqual([10_00n, 0n]);
    const { remittance, receipt } = await readRemittanceDetail(world.dana, remittanceId);
    expect(remittance).toMatchObject({ status: "tied", lineId: line?.id });
    expect(receipt).toMatchObject({ amountMinor: 150_00n, openMinor: 0n });
    expect(await read(world.worker, (tx) => pausedBy(tx, world.worker, [one, two], "2026-11-18"))).toEqual(
      new Map(),
    );
    expect(await world.differences()).toEqual([]);
  });

  test("by an advice of the bank pays its documents, whoever the statement says that it is from", async () => {
    const world = await newLanding();
    const itemId = await world.document({ number: "INV-2026-10188", amountMinor: 80_00n });
    const advice = bytesOf(csvOf([["INV-2026-10188", "80.00", "", "", "80.00"]]));
    const { remittances } = await importRemittance(
      filing(world.worker),
      { fileName: "a.csv", customer: "101" },
      advice,
    );
    expect(remittances).toMatchObject([{ status: "confirmed" }]);
    await world.money({ amount: "80.00", text: "INV-2026-10188" });
    await world.match();
    expect(await world.openOf(itemId)).toBe(0n);
    expect(await world.differences()).toEqual([]);
  });
});
