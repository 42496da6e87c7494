import { connect } from "@openitem/db/client";
import { verifyBooks } from "@openitem/domain/ledger/verify";
import { contextOf, importFile, writeItemsFile } from "../biller.ts";
import { byClients, inTurn, type Measure, seconds } from "../measure.ts";
import { readPayables, settlePayment, startPaying } from "../payments.ts";
import { openTpcb } from "../tpcb.ts";

const CLIENTS = 8;
const CUSTOMERS = 200;
const BRANCHES = 50;

/**
 * Payments settled and applied: lock, permit, receipt, application, journal, audit record and outbox row, all in one
 * transaction under row-level security, by the code that a webhook's job runs. Every payment is of an invoice of its
 * own and was started before, by the customer's own command.
 */
export const settling: Measure = {
  name: "settle",
  async run({ cluster, newBiller, folder, isQuick, seed, tell }) {
    const rounds = isQuick ? 2 : 7;
    const perRound = isQuick ? 200 : 1_500;
    const transactionsPerRound = perRound * 3;
    const accountsPerBranch = isQuick ? 2_000 : 100_000;

    const { organizationId, worker, ...biller } = await newBiller("settle");
    const needed = perRound * (rounds + 1);
    // A twentieth are credits, and none of the others may be missing.
    const perCustomer = Math.ceil((needed * 1.1) / CUSTOMERS);
    const customers = Array.from({ length: CUSTOMERS }, (_, at) => ({
      number: String(800_000 + at),
      rows: perCustomer,
    }));
    await importFile(worker, await writeItemsFile(folder, { name: "settle", seed, customers }));
    const payables = await readPayables(cluster.owner, { organizationId, worker, ...biller });
    const started: { paymentId: string; amountMinor: bigint }[] = [];
    const prepared = await seconds(() =>
      byClients(CLIENTS, payables.slice(0, needed), async (payable) => {
        const paymentId = await startPaying(worker, [payable]);
        started.push({ paymentId, amountMinor: payable.openMinor });
      }),
    );
    tell(`${started.length} payments started in ${prepared.toFixed(0)} s`);

    const tpcb = await openTpcb(await cluster.createDatabase("tpcb"), {
      branches: BRANCHES,
      accountsPerBranch,
      clients: CLIENTS,
    });
    await cluster.owner`vacuum analyze`;
    const { db, close } = connect(cluster.appUrl, { connectionsMax: CLIENTS, name: "bench-settle" });
    const ctx = contextOf(organizationId, db);
    const rate = async (count: number, work: () => Promise<void>, name: string) => {
      const perSecond = count / (await seconds(work));
      tell(`${name} ${Math.round(perSecond)}/s`);
      return perSecond;
    };
    const found = await inTurn(
      { rounds },
      () =>
        rate(
          perRound,
          () =>
            byClients(CLIENTS, started.splice(0, perRound), ({ paymentId, amountMinor }) =>
              settlePayment(ctx, paymentId, amountMinor),
            ),
          "settled",
        ),
      async () => {
        await tpcb.tidy();
        return rate(transactionsPerRound, () => tpcb.run(transactionsPerRound), "TPC-B-like");
      },
    );
    await tpcb.check();
    await Promise.all([tpcb.close(), close()]);
    const { differences } = await verifyBooks(worker);
    if (differences.length > 0) throw new Error(`The books differ: ${JSON.stringify(differences[0])}`);
    await cluster.owner.unsafe("drop database tpcb");

    return [
      {
        name: "settle",
        says: `payments settled and applied, ${CLIENTS} clients, against a TPC-B-like transaction at scale ${BRANCHES} through the same driver, as many clients, same server`,
        unit: "per s",
        ratio: "ours/floor",
        better: "higher",
        aim: 0.4,
        rounds: found,
        facts: { clients: CLIENTS, perRound, transactionsPerRound, branches: BRANCHES, accountsPerBranch },
      },
    ];
  },
};
