import { addFile } from "../files/add-file.ts";
import { listItems } from "../items/list-items.ts";
import { decimal } from "../kernel/money.ts";
import { transact } from "../kernel/transact.ts";
import { addRemittance } from "../remittances/add-remittance.ts";
import { declarePayment } from "../remittances/declare-payment.ts";
import { readAdvice } from "../remittances/read-advice.ts";
import { tieRemittance } from "../remittances/tie-remittance.ts";
import { customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import { type DemoDocument, wire } from "./documents.ts";
import { asContact, asStaff, asWorker, type Happening, itemId, officeTime, type Stage } from "./stage.ts";
import type { StoryDocuments } from "./story-documents.ts";

/* What payers said of their money: a wire that was found, one that is awaited, and an advice that nobody has checked. */

const remittanceId = (key: string): string => demoId(`remittance:${key}`);

export function remittanceStories(stage: Stage, documents: StoryDocuments): Happening[] {
  const debt = (name: string, issued: number, amount: number, about: string): DemoDocument =>
    documents.add({ customer: "cobalt", name: `remittance-${name}`, issued, amount, about });
  const found = debt("found", -52, 2_940, "Driver alerts, September");
  const awaited = debt("awaited", -21, 3_185, "Driver alerts, October");
  return [
    declared(stage, found, { on: -16, reference: "CLP-20418" }),
    wire(stage, {
      key: `${found.key}:receipt`,
      customer: found.customer,
      number: "RCT-79001",
      on: -14,
      amountMinor: found.amountMinor,
      reference: "CLP-20418",
      pays: [{ item: found.key, amountMinor: found.amountMinor }],
    }),
    tied(stage, found, -14),
    declared(stage, awaited, { on: -1, reference: "CLP-20533" }),
    advice(stage),
  ];
}

function declared(
  stage: Stage,
  { key, customer, amountMinor }: DemoDocument,
  { on, reference }: { on: number; reference: string },
): Happening {
  const at = officeTime(stage, customer, on, "15:40");
  const { id: customerId, currency } = customerOf(customer);
  return {
    at,
    run: () =>
      declarePayment(asContact(stage, "derek", at), {
        remittanceId: remittanceId(key),
        customerId,
        currency,
        method: "wire",
        paidOn: stage.calendar.day(on),
        totalMinor: amountMinor,
        reference,
        lines: [{ itemId: itemId(key), amountMinor }],
      }),
  };
}

function tied(stage: Stage, { key, customer }: DemoDocument, on: number): Happening {
  const at = officeTime(stage, customer, on, "10:35");
  const ctx = asStaff(stage, "ingrid", at);
  const money = { remittanceId: remittanceId(key), lineId: null, receiptId: itemId(`${key}:receipt`) };
  return { at, run: () => transact(ctx, (tx) => tieRemittance(tx, ctx, money)) };
}

const DEDUCTED_MINOR = 120_00n;
const ADVISED: readonly bigint[] = [46_820_07n, 3_000_00n, 640_00n];

/** Dana's advice of three invoices and one number that is none of hers, with a letter misread and a deduction. */
function advice(stage: Stage): Happening {
  const at = officeTime(stage, "meridian", -3, "16:20");
  const id = remittanceId("meridian");
  return {
    at,
    async run() {
      const ctx = { ...asContact(stage, "dana", at), ...stage.filing };
      const { id: customerId, currency } = customerOf("meridian");
      const { rows } = await listItems(ctx, { customerIds: [customerId], currency, limit: 200 });
      const numbers = ADVISED.map(
        (minor) => rows.find(({ amountMinor }) => amountMinor === minor)?.number ?? "",
      );
      const [first = "", second = "", third = ""] = numbers;
      const written = (minor: bigint) => decimal(minor, currency);
      const lines = [
        [first, written(ADVISED[0] ?? 0n), "", "", written(ADVISED[0] ?? 0n)],
        [second.replace("-0", "-O"), written(ADVISED[1] ?? 0n), "", "", written(ADVISED[1] ?? 0n)],
        [third, written(640_00n), written(DEDUCTED_MINOR), "12", written(640_00n - DEDUCTED_MINOR)],
        [third.replace(/(\d)(\d)(\d)$/, "$2$1$3"), "1236.00", "", "", "1236.00"],
      ];
      const head = "Document,Gross,Deduction,Reason code,Net";
      const bytes = Buffer.from([head, ...lines.map((cells) => cells.join(","))].join("\r\n"));
      const fileId = demoId("file:remittance:meridian");
      const name = "remittance-MF-PAY-3391.csv";
      await addFile(ctx, { id: fileId, customerId, name, purpose: "remittance" }, bytes);
      await addRemittance(ctx, { remittanceId: id, customerId, fileId });
      await readAdvice({ ...asWorker(stage, "demo", at), ...stage.filing }, { remittanceId: id });
    },
  };
}
