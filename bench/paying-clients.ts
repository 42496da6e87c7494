import { text } from "node:stream/consumers";
import { connect } from "@openitem/db/client";
import { contextOf } from "./biller.ts";
import { type Payable, settlePayment, startPaying } from "./payments.ts";

/**
 * A program of its own, because a server that dies may take its clients along: starts payments and settles them, and
 * prints each acknowledgement as it comes. Reads what to pay from standard input.
 */
type Task = {
  appUrl: string;
  organizationId: string;
  clients: number;
  payables: (Omit<Payable, "openMinor"> & { openMinor: string })[];
};

const { appUrl, organizationId, clients, payables } = JSON.parse(await text(process.stdin)) as Task;
const { db, close } = connect(appUrl, { connectionsMax: clients, name: "bench-kept" });
const ctx = contextOf(organizationId, db);

async function client(): Promise<void> {
  for (let next = payables.pop(); next; next = payables.pop()) {
    const payable: Payable = { ...next, openMinor: BigInt(next.openMinor) };
    const paymentId = await startPaying(ctx, [payable]);
    console.log(`started ${paymentId}`);
    await settlePayment(ctx, paymentId, payable.openMinor);
    console.log(`settled ${paymentId}`);
  }
}

const ends = await Promise.allSettled(Array.from({ length: clients }, client));
await close();
const [failed] = ends.filter((end) => end.status === "rejected");
if (failed) throw failed.reason;
