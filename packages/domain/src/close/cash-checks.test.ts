import { newId } from "@openitem/db/ids";
import { payouts } from "@openitem/db/schema/provider-money";
import { afterAll, expect, test } from "vitest";
import { setLineElsewhere } from "../bank/set-line-elsewhere.ts";
import { bringCamt, close, lineOf, newBank, owner, paid, statement } from "../bank/test/bank-world.ts";
import { transact } from "../kernel/transact.ts";
import { readClose } from "./read-close.ts";

afterAll(close);

type Bank = Awaited<ReturnType<typeof newBank>>;
const checkOf = async ({ world }: Bank, check: string, month = "2026-10") =>
  (await readClose(world.worker, { month })).checks.find((each) => each.check === check);
const day = (on: string, over: Partial<Parameters<typeof statement>[0]>, ...amounts: string[]) =>
  statement({ id: on, from: on, entries: amounts.map((amount) => paid(amount, { bookedOn: on })), ...over });

test("lines of the month that nobody has explained block its close, later ones do not", async () => {
  const bank = await newBank();
  await bringCamt(
    bank.finance,
    "camt.053",
    day("2026-10-30", { opening: "0.00", closing: "99.50" }, "120.00", "-20.50"),
  );
  await bringCamt(
    bank.finance,
    "camt.053",
    day("2026-11-16", { opening: "99.50", closing: "176.50" }, "77.00"),
  );
  expect(await checkOf(bank, "bank_lines_matched")).toMatchObject({
    state: "blocks",
    items: 2,
    amounts: [{ currency: "EUR", minor: 140_50n }],
  });
  for (const minor of [120_00n, -20_50n])
    await setLineElsewhere(bank.finance, {
      key: newId(),
      lineId: await lineOf(bank.world, minor),
      note: "Rent and its refund",
    });
  expect(await checkOf(bank, "bank_lines_matched")).toMatchObject({ state: "done", items: 0 });
  expect(await checkOf(bank, "bank_lines_matched", "2026-11")).toMatchObject({ items: 1 });
});

test("a statement that is missing between two blocks, and so does one that is held", async () => {
  const bank = await newBank();
  const bring = (...args: Parameters<typeof day>) => bringCamt(bank.finance, "camt.053", day(...args));
  await bring("2026-10-28", { opening: "0.00", closing: "10.00" }, "10.00");
  await bring("2026-10-30", { opening: "15.00", closing: "21.00" }, "6.00");
  expect(await checkOf(bank, "statements_complete")).toMatchObject({ state: "blocks", items: 1 });
  await bring("2026-10-29", { opening: "10.00", closing: "15.00" }, "5.00");
  expect(await checkOf(bank, "statements_complete")).toMatchObject({ state: "done", items: 0 });
  // It does not add up.
  await bring("2026-10-31", { opening: "21.00", closing: "99.00" }, "1.00");
  expect(await checkOf(bank, "statements_complete")).toMatchObject({ state: "blocks", items: 1 });
});

test("a payout is tied when the bank shows all of it and its movements sum to it", async () => {
  const bank = await newBank();
  const { organizationId, legalEntityId, worker } = bank.world;
  const id = newId();
  await transact(worker, (tx) =>
    tx.insert(payouts).values({
      organizationId,
      id,
      legalEntityId,
      providerId: "po_1",
      currency: "EUR",
      amountMinor: 96_80n,
      status: "paid",
      isAutomatic: true,
      arrivesOn: "2026-10-30",
      isRead: true,
      createdAt: new Date("2026-10-28T08:00:00Z"),
      recordedAt: new Date("2026-10-28T08:00:00Z"),
    }),
  );
  const blocks = { state: "blocks", items: 1, amounts: [{ currency: "EUR", minor: 96_80n }] };
  expect(await checkOf(bank, "payouts_tied")).toMatchObject(blocks);
  await bringCamt(
    bank.finance,
    "camt.053",
    day("2026-10-30", { opening: "0.00", closing: "96.80" }, "96.80"),
  );
  await owner`update bank_lines set state = 'payout', payout_id = ${id} where id = ${await lineOf(bank.world, 96_80n)}`;
  // The bank has it all; of its movements nothing is read.
  expect(await checkOf(bank, "payouts_tied")).toMatchObject(blocks);
  const move = (source: string, net: number) => owner`
    insert into balance_transactions (organization_id, id, legal_entity_id, provider_id, type, category, currency,
      amount_minor, fee_minor, net_minor, source_id, payout_id, available_on, occurred_at, recorded_at, unexplained)
    values (${organizationId}, ${newId()}, ${legalEntityId}, ${newId()}, 'any', 'any', 'EUR', ${net}, 0, ${net}, ${source},
      ${id}, '2026-10-28', '2026-10-28', '2026-10-28', ${source === "ch_1" ? "unknown" : null})`;
  await move("ch_1", 96_80);
  // Its own row is no part of what it carries.
  await move("po_1", -96_80);
  expect(await checkOf(bank, "payouts_tied")).toMatchObject({ state: "done", items: 0 });
  expect(await checkOf(bank, "provider_money_explained")).toMatchObject({ state: "blocks", items: 1 });
});
