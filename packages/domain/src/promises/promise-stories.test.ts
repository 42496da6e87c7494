import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { raiseDispute } from "../disputes/raise-dispute.ts";
import { readPromisable } from "./read-promisable.ts";
import { readPromise } from "./read-promise.ts";
import { newPromising } from "./test/promising.ts";

afterAll(close);

/* What promises, disputes, credits and payments do to one invoice together. */

test("of an invoice promised whole and then disputed in part, the disputed part is no longer promised", async () => {
  const world = await newPromising();
  const bill = await world.document();
  const dana = world.contact("admin");
  const { promiseId } = await world.promise([[bill, 100_00n]], "2026-12-04", dana);
  await raiseDispute(dana, {
    disputeId: newId(),
    customerId: world.customerId,
    currency: "USD",
    reason: "other",
    comment: "The price is not what we agreed.",
    items: [{ itemId: bill, amountMinor: 30_00n }],
  });
  expect((await readPromise(dana, promiseId)).documents).toMatchObject([
    { openMinor: 100_00n, disputedMinor: 30_00n, heldMinor: 70_00n },
  ]);
  // Nothing is left to be promised a second time.
  const { documents } = await readPromisable(dana, { customerId: world.customerId, itemIds: [bill] });
  expect(documents).toMatchObject([{ promisableMinor: 0n, disputedMinor: 30_00n, promisedMinor: 70_00n }]);

  // The biller credits the disputed part: the rest, paid in time, keeps the promise.
  const credit = await world.document({ kind: "credit_memo", amountMinor: 30_00n, issuedOn: "2026-11-25" });
  await applyCredit(world.staff("finance", world.on("2026-11-25")), {
    key: newId(),
    creditId: credit,
    appliedOn: "2026-11-25",
    applyTo: [{ itemId: bill, amountMinor: 30_00n }],
  });
  await (await world.debit([[bill, 70_00n]], "2026-12-01")).settle("2026-12-04");
  await world.judgeOn(promiseId, "2026-12-04");
  expect((await world.stored(promiseId)).status).toBe("kept");
  expect(await world.differences()).toEqual([]);
});

test("of an invoice disputed in part, only the rest can be promised, and stays held when the dispute is credited", async () => {
  const world = await newPromising();
  const bill = await world.document();
  const dana = world.contact("admin");
  await raiseDispute(dana, {
    disputeId: newId(),
    customerId: world.customerId,
    currency: "USD",
    reason: "other",
    comment: "Not ours.",
    items: [{ itemId: bill, amountMinor: 60_00n }],
  });
  await expect(world.promise([[bill, 40_01n]], "2026-12-04", dana)).rejects.toMatchObject({
    code: "promise.over_open",
    facts: { most: "40.00", disputed: "60.00" },
  });
  const { promiseId } = await world.promise([[bill, 40_00n]], "2026-12-04", dana);
  const credit = await world.document({ kind: "credit_memo", amountMinor: 60_00n, issuedOn: "2026-11-25" });
  await applyCredit(world.staff("finance", world.on("2026-11-25")), {
    key: newId(),
    creditId: credit,
    appliedOn: "2026-11-25",
    applyTo: [{ itemId: bill, amountMinor: 60_00n }],
  });
  await world.judgeOn(promiseId, "2026-12-07");
  expect((await world.stored(promiseId)).status).toBe("broken");
});
