import { afterAll, expect, test } from "vitest";
import { close, newWorld, TODAY } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { decimal } from "../kernel/money.ts";
import type { PaperFormats } from "./paper-formats.ts";
import { readStatement } from "./read-statement.ts";
import { statementPaper } from "./statement-paper.ts";
import { statementWordsEn } from "./statement-words-en.ts";

afterAll(close);

const formats: PaperFormats = {
  language: "en",
  amount: decimal,
  day: (iso) => iso,
  moment: (at) => at.toISOString(),
};
const dress = {
  biller: { name: "Parlance, Inc.", addressLines: [] },
  senderId: null,
  entities: [],
  recipient: { name: "Meridian", numbers: ["104882"], addressLines: [], country: "US" },
  checkedAt: new Date("2026-11-18T14:14:00Z"),
  portalHost: "pay.parlance.example",
  labels: {},
  words: statementWordsEn,
  formats,
};

test("the paper has the figures of the statement: rows, credits apart, ageing and balance per currency", async () => {
  const world = await newWorld();
  const old = await world.document({ number: "INV-1", amountMinor: 100_00n, dueOn: "2026-08-01" });
  await world.document({ number: "INV-2", amountMinor: 30_00n, dueOn: "2026-12-01", reference: "Usage" });
  await world.document({ number: "INV-3", amountMinor: 1_000n, currency: "JPY" });
  await world.document({ kind: "credit_memo", number: "CM-1", amountMinor: 15_00n });
  await recordReceipt(world.worker, {
    number: "RCT-1",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 45_00n,
    valueOn: "2026-11-01",
    applyTo: [{ itemId: old, amountMinor: 40_00n }],
  });
  const statement = await readStatement(world.worker, { customerIds: [world.customerId], asOf: TODAY });
  const paper = statementPaper(statement, dress);

  expect(paper).toMatchObject({ page: "us-letter", reference: "ST-104882-20261118" });
  const [yen, dollars] = paper.sections;
  expect(yen).toMatchObject({ currency: "JPY", balance: "1000", openTotal: "1000", creditsTotal: "0" });
  expect(dollars?.rows).toMatchObject([
    {
      document: "INV-1",
      amount: "100.00",
      open: "60.00",
      daysText: "109",
      note: "part paid",
      runningTotal: "60.00",
    },
    { document: "INV-2", open: "30.00", daysText: "", reference: "Usage", runningTotal: "90.00" },
  ]);
  expect(dollars?.credits).toMatchObject([
    { document: "CM-1", kind: "Credit memo", open: "-15.00", dueOn: "", runningTotal: "75.00" },
    { document: "RCT-1", amount: "-45.00", open: "-5.00", runningTotal: "70.00" },
  ]);
  expect(dollars?.equation.map(({ operator, amount }) => operator + amount)).toEqual([
    "90.00",
    "−20.00",
    "=70.00",
  ]);
  expect(dollars?.ageing.map(({ label, amount }) => [label, amount])).toEqual([
    ["Not yet due", "30.00"],
    ["1–30", "0.00"],
    ["31–60", "0.00"],
    ["61–90", "0.00"],
    ["Over 90", "60.00"],
    ["Credits and money on account", "-20.00"],
  ]);
  expect(dollars).toMatchObject({ balance: "70.00", ageingTotal: "70.00", advice: [{ amount: "60.00" }] });
});

test("a bucket that is not empty keeps a bar, however long the others are", async () => {
  const world = await newWorld();
  await world.document({ amountMinor: 1n, dueOn: "2026-11-10" });
  await world.document({ amountMinor: 10n ** 15n, dueOn: "2026-12-10" });
  const statement = await readStatement(world.worker, { customerIds: [world.customerId], asOf: TODAY });
  const [section] = statementPaper(statement, dress).sections;
  expect(section?.ageing.slice(0, 3).map((bucket) => "share" in bucket && bucket.share)).toEqual([
    1, 0.005, 0,
  ]);
});

test("letter paper is for North America, A4 for everybody else, and several accounts are named by row", async () => {
  const world = await newWorld();
  const other = await world.customer({ name: "Meridian Canada" });
  await world.document({ customerId: other });
  const statement = await readStatement(world.worker, {
    customerIds: [world.customerId, other],
    asOf: TODAY,
  });
  const recipient = { ...dress.recipient, numbers: ["1", "2"], country: "DE" };
  const paper = statementPaper(statement, { ...dress, recipient });
  expect(paper.page).toBe("a4");
  expect(paper.facts[0]).toEqual({ label: "Account", value: "2 accounts" });
  expect(paper.sections[0]?.rows[0]?.note).toBe("Meridian Canada");
});
