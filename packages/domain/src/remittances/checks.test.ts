import { newId } from "@openitem/db/ids";
import postgres from "postgres";
import { afterAll, expect, test } from "vitest";
import { close, ownerUrl, TODAY } from "../../test/world.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { transact } from "../kernel/transact.ts";
import { verifyBooks } from "../ledger/verify.ts";
import { declarePayment } from "./declare-payment.ts";
import { newRemittanceWorld } from "./test/remittance-world.ts";
import { tieRemittance } from "./tie-remittance.ts";

const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
afterAll(async () => {
  await owner.end();
  await close();
});

/** A customer who declared two payments, of which the money of one was found. */
async function newTied() {
  const world = await newRemittanceWorld();
  const dana = world.contact("payer");
  const declare = async () => {
    const itemId = await world.document();
    const { remittanceId } = await declarePayment(dana, {
      remittanceId: newId(),
      customerId: world.customerId,
      currency: "USD",
      method: "cheque",
      paidOn: TODAY,
      totalMinor: 100_00n,
      lines: [{ itemId, amountMinor: 100_00n }],
    });
    return { itemId, remittanceId };
  };
  const [waiting, tied] = [await declare(), await declare()];
  const finance = world.staff("finance");
  const { itemId: receiptId } = await recordReceipt(finance, {
    number: "RCT-1",
    legalEntityId: world.legalEntityId,
    customerId: world.customerId,
    currency: "USD",
    amountMinor: 100_00n,
    valueOn: TODAY,
  });
  await transact(finance, (tx) =>
    tieRemittance(tx, finance, { remittanceId: tied.remittanceId, lineId: null, receiptId }),
  );
  const names = async () => {
    const { differences } = await verifyBooks(world.worker);
    return [...new Set(differences.map(({ check }) => check))].filter((name) =>
      name.startsWith("remittances"),
    );
  };
  return { ...world, waiting, tied, names };
}

test("what payers said is in order, and each fault in it is found", async () => {
  const world = await newTied();
  const { organizationId: org, waiting, tied } = world;
  expect(await world.names()).toEqual([]);
  const foreign = await world.document({ currency: "EUR" });
  const faults = [
    {
      name: "remittances add up",
      make: () =>
        owner`update remittances set total_minor = total_minor + 1 where organization_id = ${org} and id = ${waiting.remittanceId}`,
      mend: () =>
        owner`update remittances set total_minor = total_minor - 1 where organization_id = ${org} and id = ${waiting.remittanceId}`,
    },
    {
      name: "remittances fit their documents",
      make: () =>
        owner`update remittance_lines set item_id = ${foreign} where organization_id = ${org} and remittance_id = ${waiting.remittanceId}`,
      mend: () =>
        owner`update remittance_lines set item_id = ${waiting.itemId} where organization_id = ${org} and remittance_id = ${waiting.remittanceId}`,
    },
    {
      name: "remittances are tied to money",
      make: () =>
        owner`update remittances set receipt_id = ${tied.itemId} where organization_id = ${org} and id = ${tied.remittanceId}`,
      mend: async () => undefined,
    },
  ];
  await owner`alter table remittances no force row level security`;
  await owner`alter table remittance_lines no force row level security`;
  for (const { name, make, mend } of faults) {
    await make();
    expect(await world.names()).toEqual([name]);
    await mend();
  }
});
