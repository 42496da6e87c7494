import { type Client, connect } from "@openitem/db/client";
import { byClients } from "./measure.ts";

const TELLERS = 10;

/**
 * The transaction of pgbench's default script ("TPC-B (sort of)"), on tables as `pgbench -i` makes them.
 * Source: postgresql.org/docs/18/pgbench.html, "What is the transaction actually performed in pgbench?"
 */
export async function openTpcb(
  url: string,
  { branches, accountsPerBranch, clients }: { branches: number; accountsPerBranch: number; clients: number },
) {
  // The same driver with the same options as the apps', as the owner: nothing but the transaction itself.
  const { client, close } = connect(url, { connectionsMax: clients, name: "bench-tpcb" });
  const accounts = branches * accountsPerBranch;
  await createTables(client, branches, accounts);
  const below = (limit: number) => 1 + Math.floor(Math.random() * limit);
  let done = 0;

  const transaction = () => {
    const [aid, bid, tid] = [below(accounts), below(branches), below(branches * TELLERS)];
    const delta = below(10_001) - 5_001;
    return client.begin(async (tx) => {
      await tx`update pgbench_accounts set abalance = abalance + ${delta} where aid = ${aid}`;
      await tx`select abalance from pgbench_accounts where aid = ${aid}`;
      await tx`update pgbench_tellers set tbalance = tbalance + ${delta} where tid = ${tid}`;
      await tx`update pgbench_branches set bbalance = bbalance + ${delta} where bid = ${bid}`;
      await tx`insert into pgbench_history (tid, bid, aid, delta, mtime)
        values (${tid}, ${bid}, ${aid}, ${delta}, current_timestamp)`;
    });
  };

  return {
    close,
    /** As pgbench does before it begins: the small tables are swept of their dead rows. */
    async tidy() {
      await client`vacuum pgbench_branches`;
      await client`vacuum pgbench_tellers`;
    },
    async run(count: number): Promise<void> {
      await byClients(clients, Array.from({ length: count }), transaction);
      done += count;
    },
    /** Throws unless the history holds every transaction and all three balances agree with it. */
    async check(): Promise<void> {
      const [sums] = await client`
        select (select count(*)::int from pgbench_history) as done, (select sum(delta) from pgbench_history) as delta,
          (select sum(abalance) from pgbench_accounts) as accounts,
          (select sum(tbalance) from pgbench_tellers) as tellers,
          (select sum(bbalance) from pgbench_branches) as branches`;
      const { done: found, delta, accounts: a, tellers: t, branches: b } = sums ?? {};
      if (found !== done || delta !== a || delta !== t || delta !== b)
        throw new Error(`The TPC-B-like floor did not do its work: ${JSON.stringify(sums, text)}`);
    },
  };
}

async function createTables(client: Client, branches: number, accounts: number): Promise<void> {
  await client.unsafe(`
    create table pgbench_branches (bid int not null, bbalance int, filler char(88));
    create table pgbench_tellers (tid int not null, bid int, tbalance int, filler char(84));
    create table pgbench_accounts (aid int not null, bid int, abalance int, filler char(84));
    create table pgbench_history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
    insert into pgbench_branches select n, 0 from generate_series(1, ${branches}) n;
    insert into pgbench_tellers select n, (n - 1) / ${TELLERS} + 1, 0 from generate_series(1, ${branches * TELLERS}) n;
    insert into pgbench_accounts
      select n, (n - 1) / ${accounts / branches} + 1, 0, '' from generate_series(1, ${accounts}) n;
    alter table pgbench_branches add primary key (bid);
    alter table pgbench_tellers add primary key (tid);
    alter table pgbench_accounts add primary key (aid)`);
  for (const table of ["branches", "tellers", "accounts"])
    await client.unsafe(`vacuum analyze pgbench_${table}`);
  await client`checkpoint`;
  // The first change of a page after a checkpoint writes the whole page to the log. The floor is spared that, as
  // pgbench is once it has run for a while: every page is changed once before anything is measured.
  await client`
    update pgbench_accounts set abalance = abalance
    where ctid = any (array(select format('(%s,1)', page)::tid
      from generate_series(0, pg_relation_size('pgbench_accounts') / 8192 - 1) page))`;
}

const text = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
