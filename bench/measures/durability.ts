import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { connect } from "@openitem/db/client";
import { verifyBooks } from "@openitem/domain/ledger/verify";
import { type Biller, contextOf, importFile, writeItemsFile } from "../biller.ts";
import type { Cluster } from "../cluster.ts";
import { type Bench, byClients, type Measure, type Row } from "../measure.ts";
import { type Payable, readPayables, startPaying } from "../payments.ts";

const CLIENTS = [1, 4, 16, 32];
const KILL_CLIENTS = 8;
const GIVE_UP_MS = 20_000;

type Acknowledged = { started: string[]; settled: string[] };

/** What was answered with success must be there when a new connection looks, also after the server was killed. */
export const durability: Measure = {
  name: "kept",
  async run(bench) {
    const { cluster, isQuick, tell } = bench;
    const perLevel = isQuick ? 40 : 600;
    const kills = isQuick ? 1 : 5;
    const untilKill = isQuick ? 50 : 400;
    const biller = await bench.newBiller("kept");
    const payables = await books(bench, biller, CLIENTS.length * perLevel + kills * untilKill * 4);

    const rows: Row[] = [];
    for (const clients of CLIENTS) {
      const { db, close } = connect(cluster.appUrl, { connectionsMax: clients, name: "bench-kept" });
      const acknowledged: Acknowledged = { started: [], settled: [] };
      const ctx = contextOf(biller.organizationId, db);
      await byClients(clients, payables.splice(0, perLevel), async (payable) => {
        acknowledged.started.push(await startPaying(ctx, [payable]));
      });
      await close();
      const round = await readBack(cluster, biller, acknowledged);
      rows.push(
        row(
          `kept-${clients}`,
          clients === 1
            ? "payments started one after the other"
            : `payments started by ${clients} clients at once`,
          [round],
          { clients },
        ),
      );
      tell(`clients: ${clients}, ${round.ours} of ${round.floor} are there`);
    }

    const rounds = [];
    for (let kill = 0; kill < kills; kill++) {
      const acknowledged = await killWhilePaying(
        cluster,
        biller,
        payables.splice(0, untilKill * 4),
        untilKill,
      );
      await cluster.restart();
      const round = await readBack(cluster, biller, acknowledged);
      rounds.push(round);
      tell(`killed: ${round.ours} of ${round.floor} are there`);
    }
    const { db, close } = connect(cluster.appUrl, { connectionsMax: 1, name: "bench-kept" });
    const { differences } = await verifyBooks(contextOf(biller.organizationId, db));
    await close();
    if (differences.length > 0) throw new Error(`The books differ: ${JSON.stringify(differences[0])}`);
    rows.push(
      row(
        "kept-killed",
        `payments started and settled by ${KILL_CLIENTS} clients when the server was killed (SIGKILL), after its recovery; the books agree`,
        rounds,
        { clients: KILL_CLIENTS, kills },
      ),
    );
    return rows;
  },
};

const row = (name: string, says: string, rounds: Row["rounds"], facts: Row["facts"]): Row => ({
  name,
  says: `${says}: those readable by a new connection, of those acknowledged`,
  unit: "writes",
  ratio: "ours/floor",
  better: "exactly 1",
  aim: 1,
  rounds,
  facts,
});

async function books({ cluster, folder, seed }: Bench, biller: Biller, needed: number): Promise<Payable[]> {
  const perCustomer = Math.ceil((needed * 1.1) / 100);
  const customers = Array.from({ length: 100 }, (_, at) => ({
    number: String(600_000 + at),
    rows: perCustomer,
  }));
  await importFile(biller.worker, await writeItemsFile(folder, { name: "kept", seed, customers }));
  return readPayables(cluster.owner, biller);
}

/** Clients start a payment and settle it, one after the other, until the server is killed under them. */
async function killWhilePaying(
  cluster: Cluster,
  { organizationId }: Biller,
  payables: Payable[],
  untilKill: number,
): Promise<Acknowledged> {
  const program = fileURLToPath(import.meta.resolve("../paying-clients.ts"));
  const child = spawn(process.execPath, ["--disable-warning=ExperimentalWarning", program], {
    stdio: ["pipe", "pipe", "pipe"],
  });
  let complaint = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    complaint += text;
  });
  child.stdin.end(
    JSON.stringify({
      appUrl: cluster.appUrl,
      organizationId,
      clients: KILL_CLIENTS,
      payables: payables.map((payable) => ({ ...payable, openMinor: String(payable.openMinor) })),
    }),
  );
  const acknowledged: Acknowledged = { started: [], settled: [] };
  let killing: Promise<void> | undefined;
  // The driver may wait for ever on a connection that broke; what it has printed by then is what counts.
  let impatience: NodeJS.Timeout | undefined;
  for await (const line of createInterface({ input: child.stdout })) {
    const [what, paymentId] = line.split(" ") as [keyof Acknowledged, string];
    acknowledged[what].push(paymentId);
    if (acknowledged.settled.length < untilKill || killing) continue;
    killing = cluster.kill();
    impatience = setTimeout(() => child.kill("SIGKILL"), GIVE_UP_MS);
  }
  clearTimeout(impatience);
  if (killing === undefined)
    throw new Error(`The payments were over before the server was killed. ${complaint}`.trim());
  await killing;
  return acknowledged;
}

/** A payment counts when it is as it was acknowledged: submitted with its page, or settled with receipt and application. */
async function readBack(cluster: Cluster, { organizationId }: Biller, { started, settled }: Acknowledged) {
  const { client, close } = connect(cluster.ownerUrl, { connectionsMax: 1, name: "bench-read-back" });
  const done = new Set(settled);
  const rows = await client`
    select p.id, p.status, p.checkout_id is not null as submitted,
      (select count(*)::int from payment_shares s where s.organization_id = p.organization_id and s.payment_id = p.id) as shares,
      (select count(*)::int from applications a where a.organization_id = p.organization_id and a.credit_id = p.receipt_id) as applications
    from payments p where p.organization_id = ${organizationId} and p.id = any (${started}::uuid[])`;
  await close();
  const states = new Map(rows.map((found) => [String(found.id), found]));
  const isSubmitted = (id: string) => {
    const found = states.get(id);
    return found?.submitted === true && found.shares === 1;
  };
  const isSettled = (id: string) => {
    const found = states.get(id);
    return found?.status === "settled" && found.applications === 1;
  };
  const readable = started.filter(isSubmitted).length + [...done].filter(isSettled).length;
  return { ours: readable, floor: started.length + done.size };
}
