import { applications } from "@openitem/db/schema/items";
import { and, asc, eq, isNull } from "drizzle-orm";
import { applyCredit } from "../cash/apply-credit.ts";
import { recordReceipt } from "../cash/record-receipt.ts";
import { undoApplication } from "../cash/undo-application.ts";
import { issueDocument } from "../items/issue-document.ts";
import { invariant } from "../kernel/refusal.ts";
import { read } from "../kernel/transact.ts";
import { yearOf } from "./calendar.ts";
import { ENTITIES, type EntityCode } from "./company.ts";
import { customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import { asStaff, asWorker, type Happening, itemId, officeTime, type Stage } from "./stage.ts";
import type { DemoLine } from "./usage.ts";

/* Documents of the story. Days are offsets from the day of loading; items are named by keys of the story's own. */

const PREFIX: Readonly<Record<EntityCode, string>> = { US01: "INV", DE01: "RE", SG01: "SG" };

/** "INV-2026-08417": the entity's prefix, the year it is issued in, five digits. */
export const invoiceNumber = (entity: EntityCode, issuedOn: string, serial: number): string =>
  `${PREFIX[entity]}-${yearOf(issuedOn)}-${String(serial).padStart(5, "0")}`;

export const memoNumber = (kind: "CM" | "DM", issuedOn: string, serial: number): string =>
  `${kind}-${yearOf(issuedOn)}-${String(serial).padStart(4, "0")}`;

export type DemoDocument = {
  key: string;
  customer: string;
  kind?: "invoice" | "debit_memo" | "credit_memo";
  number: string;
  issued: number;
  /** Null for credit memos. */
  due: number | null;
  amountMinor: bigint;
  /** What is billed, as it stands beside the number. */
  about: string;
  poNumber?: string;
  note?: string;
  lines?: () => DemoLine[];
  /** Where another entity than the customer's usual one bills, or in another currency. */
  entity?: EntityCode;
  currency?: string;
};

export function issue(stage: Stage, document: DemoDocument): Happening {
  const { customer: key, kind = "invoice", issued, due, about, poNumber, note, lines } = document;
  const customer = customerOf(key);
  const entity = ENTITIES[document.entity ?? customer.entity];
  const at = stage.calendar.at(issued, "06:00", entity.timeZone);
  return {
    at,
    run: () =>
      issueDocument(
        kind === "invoice" ? asWorker(stage, "Rating and billing", at) : asStaff(stage, "ingrid", at),
        {
          id: itemId(document.key),
          kind,
          number: document.number,
          legalEntityId: entity.id,
          customerId: customer.id,
          currency: document.currency ?? customer.currency,
          amountMinor: document.amountMinor,
          issuedOn: stage.calendar.day(issued),
          dueOn: due === null ? null : stage.calendar.day(due),
          reference: about,
          terms: due === null ? null : `Net ${due - issued}`,
          poNumber: poNumber ?? null,
          note: note ?? null,
          lines: lines?.() ?? [],
        },
      ),
  };
}

export type Part = { item: string; amountMinor: bigint };

const applyTo = (parts: readonly Part[]) =>
  parts.map(({ item, amountMinor }) => ({ itemId: itemId(item), amountMinor }));

export type DemoReceipt = {
  key: string;
  customer: string;
  number: string;
  on: number;
  amountMinor: bigint;
  /** The payer's own words on the wire. */
  reference: string;
  heldAs?: "unapplied" | "on_account";
  note?: string;
  pays?: readonly Part[];
  currency?: string;
};

/** Money by wire, entered by finance in the morning. */
export function wire(stage: Stage, receipt: DemoReceipt): Happening {
  const customer = customerOf(receipt.customer);
  const at = officeTime(stage, receipt.customer, receipt.on, "10:30");
  return {
    at,
    run: () =>
      recordReceipt(asStaff(stage, "ingrid", at), {
        id: itemId(receipt.key),
        number: receipt.number,
        legalEntityId: ENTITIES[customer.entity].id,
        customerId: customer.id,
        currency: receipt.currency ?? customer.currency,
        amountMinor: receipt.amountMinor,
        valueOn: stage.calendar.day(receipt.on),
        heldAs: receipt.heldAs ?? "unapplied",
        reference: receipt.reference,
        note: receipt.note ?? null,
        applyTo: applyTo(receipt.pays ?? []),
      }),
  };
}

type CreditUse = { key: string; customer: string; credit: string; on: number; pays: readonly Part[] };

/** Finance uses an open credit for open invoices. */
export function useCredit(stage: Stage, { key, customer, credit, on, pays }: CreditUse): Happening {
  const at = officeTime(stage, customer, on, "15:10");
  return {
    at,
    run: () =>
      applyCredit(asStaff(stage, "ingrid", at), {
        key: demoId(`use:${key}`),
        creditId: itemId(credit),
        appliedOn: stage.calendar.day(on),
        applyTo: applyTo(pays),
      }),
  };
}

type Undoing = { key: string; customer: string; credit: string; debit: string; on: number; reason: string };

/** Finance takes back what was applied to the wrong invoice. */
export function undo(stage: Stage, { key, customer, credit, debit, on, reason }: Undoing): Happening {
  const at = officeTime(stage, customer, on, "14:40");
  return {
    at,
    async run() {
      const ctx = asStaff(stage, "ingrid", at);
      const [application] = await read(ctx, (tx) =>
        tx
          .select({ id: applications.id })
          .from(applications)
          .where(
            and(
              eq(applications.organizationId, ctx.organizationId),
              eq(applications.creditId, itemId(credit)),
              eq(applications.debitId, itemId(debit)),
              isNull(applications.reversesId),
            ),
          )
          .orderBy(asc(applications.id))
          .limit(1),
      );
      invariant(application, `${credit} was applied to ${debit}`);
      await undoApplication(ctx, {
        key: demoId(`undo:${key}`),
        applicationId: application.id,
        appliedOn: stage.calendar.day(on),
        reason,
      });
    },
  };
}
