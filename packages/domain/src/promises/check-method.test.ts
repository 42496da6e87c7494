import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { changeAccountSettings } from "../payments/change-account-settings.ts";
import { newPromising } from "./test/promising.ts";

afterAll(close);

test("a debit from a method that is not the account's", async () => {
  const world = await newPromising();
  const bill = await world.document();
  const over = { chargeMethodId: newId() };
  await expect(world.promise([[bill, 10_00n]], "2026-12-04", world.contact(), over)).rejects.toMatchObject({
    code: "promise.method",
  });
  await expect(
    world.promise([[bill, 10_00n]], "2026-12-04", world.staff("collector"), over),
  ).rejects.toMatchObject({ kind: "forbidden" });
});

test("a debit that one person agrees to where the account wants two", async () => {
  const world = await newPromising();
  const bill = await world.document();
  const { customerId } = world;
  await changeAccountSettings(world.contact("admin"), { customerId, paymentApproval: true });
  const attempt = world.promise([[bill, 10_00n]], "2026-12-04", world.contact(), {
    chargeMethodId: newId(),
  });
  await expect(attempt).rejects.toMatchObject({ code: "payment.approval_required" });
  expect(await world.promise([[bill, 10_00n]], "2026-12-04")).toMatchObject({ status: "active" });
});
