import { newId } from "@openitem/db/ids";
import { PgDialect } from "drizzle-orm/pg-core";
import postgres from "postgres";
import { afterAll, beforeAll, expect, test } from "vitest";
import { close, newWorld, ownerUrl, type World } from "../../test/world.ts";
import { applyCredit } from "../cash/apply-credit.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { undoApplication } from "../cash/undo-application.ts";
import { readItem } from "../items/read-item.ts";
import { addDays } from "../kernel/business-day.ts";
import { read } from "../kernel/transact.ts";
import { followPayment } from "../payments/follow-payment.ts";
import { startPayment } from "../payments/start-payment.ts";
import { noAgeing } from "../statements/ageing.ts";
import { CLOSE_CHECKS } from "./checks.ts";
import { readClose } from "./read-close.ts";
import { readRollForward } from "./read-roll-forward.ts";
import { allowanceOf, readAgeing, readTies } from "./read-ties.ts";
import { closed } from "./test/closing.ts";

const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

let world: World;

/** August to November with everything that moves receivables; September closed while October was worked on. */
beforeAll(async () => {
  world = await newWorld();
  const finance = world.staff("finance");
  const child = await world.customer({ parentId: world.customerId });
  const july = await world.document({ issuedOn: "2026-08-10", dueOn: "2026-08-30", amountMinor: 300_00n });
  const theirs = await world.document({ issuedOn: "2026-09-05", dueOn: "2026-10-05", customerId: child });
  const memo = await world.document({ kind: "credit_memo", issuedOn: "2026-09-12", amountMinor: 30_00n });
  await world.document({ kind: "debit_memo", issuedOn: "2026-09-20", amountMinor: 12_00n });
  await world.document({ currency: "EUR", issuedOn: "2026-09-21", amountMinor: 80_00n });
  const { itemId: receipt } = await recordReceipt(finance, {
    number: "WIRE-1",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 250_00n,
    valueOn: "2026-09-15",
    applyTo: [
      { itemId: july, amountMinor: 120_00n },
      { itemId: theirs, amountMinor: 40_00n },
    ],
  });
  await applyCredit(finance, {
    key: newId(),
    creditId: memo,
    appliedOn: "2026-09-25",
    applyTo: [{ itemId: theirs, amountMinor: 10_00n }],
  });
  await closed(world, "2026-09");
  // Dated into September, booked in October.
  await applyCredit(finance, {
    key: newId(),
    creditId: receipt,
    appliedOn: "2026-09-28",
    applyTo: [{ itemId: july, amountMinor: 50_00n }],
  });
  const first = (await readItem(world.worker, july)).applications.find(
    ({ amountMinor }) => amountMinor === 120_00n,
  );
  await undoApplication(finance, {
    key: newId(),
    applicationId: first?.id ?? "",
    appliedOn: "2026-10-20",
    reason: "Wrong invoice",
  });
  await world.document({ number: "LATE-INVOICE", issuedOn: "2026-09-30", dueOn: "2026-10-30" });
  const bill = await world.document({ issuedOn: "2026-10-02" });
  const wish = world.wish([[bill, 100_00n]]);
  await startPayment(world.paying(world.contact()), wish);
  world.gateway.complete(wish.paymentId);
  await followPayment(world.paying(world.worker), { paymentId: wish.paymentId });
  const [intent] = world.gateway.intents.values();
  if (intent) world.gateway.dispute(intent, { isReturn: true, status: "lost" });
  await followPayment(world.paying(world.worker), { paymentId: wish.paymentId });
});

const on = (toOn: string) => ({ legalEntityId: world.legalEntityId, toOn });

test("on every day, subledger, ageing and roll-forward come to the control account", async () => {
  let looked = 0;
  for (let toOn = "2026-08-01"; toOn <= "2026-12-01"; toOn = addDays(toOn, 1)) {
    const { ties, ageing, rolled } = await read(world.worker, async (tx) => ({
      ties: await readTies(tx, world.worker, on(toOn)),
      ageing: await readAgeing(tx, world.worker, on(toOn)),
      rolled: await readRollForward(tx, world.worker, { ...on(toOn), fromOn: `${toOn.slice(0, 7)}-01` }),
    }));
    for (const tie of ties) expect([toOn, tie.subledgerMinor]).toEqual([toOn, tie.controlMinor]);
    for (const { currency, controlMinor } of ties.filter(({ account }) => account === "receivable")) {
      looked += 1;
      expect(ageing.find((each) => each.currency === currency)?.totalMinor).toBe(controlMinor);
      expect(rolled.find((each) => each.currency === currency)?.closingMinor).toBe(controlMinor);
    }
  }
  expect(looked).toBeGreaterThan(100);
});

test("a month opens with what the month before it closed with, and each movement has its line", async () => {
  const months = ["2026-08", "2026-09", "2026-10", "2026-11"];
  const views = await Promise.all(months.map((month) => readClose(world.worker, { month })));
  const dollars = views.map(({ rollForward }) => rollForward.find(({ currency }) => currency === "USD"));
  for (const [at, view] of dollars.entries())
    if (at > 0) expect(view?.openingMinor).toBe(dollars[at - 1]?.closingMinor);
  const [august, september, october, november] = dollars.map((each) => each?.movements);
  expect(august).toMatchObject({ invoices: 300_00n });
  expect(september).toMatchObject({
    invoices: 100_00n,
    debit_memos: 12_00n,
    credit_memos: -30_00n,
    cash_applied: -160_00n,
    transfers: 0n,
  });
  expect(october).toMatchObject({ invoices: 200_00n, cash_applied: 70_00n });
  // Paid, and returned: the refund document takes the receipt that is free again.
  expect(november).toMatchObject({ returns: 100_00n, cash_applied: -100_00n, other: 0n });
});

test("the allowance is each step of age times its share, half a cent rounded up", () => {
  const debits = { ...noAgeing(), current: 1_01n, "31-60": 100_10n, "90+": 3n };
  const shares = { current: "0.5", "1-30": "2", "31-60": "5", "61-90": "15", "90+": "50" };
  const ageing = { currency: "USD", debits, creditMemosMinor: -9_000_00n, totalMinor: 0n };
  // 0.505 of a cent is 1, 500.5 are 501, 1.5 are 2.
  expect(allowanceOf(ageing, shares)).toBe(1n + 501n + 2n);
});

/** What a hand on the database could do to closed books, and the check that must name it. */
test.each<[string, string, () => postgres.PendingQuery<postgres.Row[]>]>([
  [
    "books closed through",
    "the books were opened without the month",
    () => owner`update legal_entities set closed_through_on = null where id = ${world.legalEntityId}`,
  ],
  [
    "books closed through",
    "a month was opened without the books",
    () => owner`update periods set status = 'open' where organization_id = ${world.organizationId}`,
  ],
  [
    "closed months stand",
    "a line was booked into a closed month",
    () =>
      owner`insert into transfers select organization_id, gen_random_uuid(), legal_entity_id, customer_id, currency, debit, credit, 1, value_on, '2026-09-30', cause_kind, cause_id, 9, created_at from transfers where organization_id = ${world.organizationId} limit 1`,
  ],
  [
    "closed months stand",
    "an amount of a closed month was edited",
    () =>
      owner`update transfers set amount_minor = amount_minor + 1 where organization_id = ${world.organizationId} and posted_on = '2026-08-10'`,
  ],
  [
    "roll-forwards join",
    "a kept figure was edited",
    () =>
      owner`update period_events set figures = jsonb_set(figures, '{rollForward,1,closingMinor}', '"7"') where organization_id = ${world.organizationId} and kind = 'closed'`,
  ],
])("%s: it is seen that %s", async (name, _case, corrupt) => {
  const dialect = new PgDialect();
  await owner`begin`;
  try {
    await owner`set local session_replication_role = replica`;
    expect((await corrupt()).count).toBeGreaterThan(0);
    const found = [];
    for (const check of CLOSE_CHECKS) {
      const { differences } = check.query({ organizationId: world.organizationId, days: "{}" });
      const { sql, params } = dialect.sqlToQuery(differences);
      if ((await owner.unsafe(sql, params.map(String))).length > 0) found.push(check.name);
    }
    expect(found).toContain(name);
  } finally {
    await owner`rollback`;
  }
});

test("what the commands leave agrees with every check", async () => {
  expect(await world.differences()).toEqual([]);
});
