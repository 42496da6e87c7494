import { writeFileSync } from "node:fs";
import { expect, test } from "vitest";
import { verifyBooks } from "../ledger/verify.ts";
import { listUntied } from "../provider-money/list-untied.ts";
import { loadDemo } from "./load-demo.ts";
import { NOW, newPlace } from "./test/place.ts";

test("scratch", async () => {
  const place = await newPlace();
  const t0 = Date.now();
  const out: string[] = [];
  const log = (s: string) => {
    out.push(s);
    writeFileSync("/tmp/demo/scratch.out", out.join("\n"));
  };
  try {
    await loadDemo(place.settings({ onProgress: (l) => log(`${Date.now() - t0} ${l}`) }));
  } catch (e) {
    log(String((e as Error).stack) + JSON.stringify(e));
    throw e;
  }
  log(`${Date.now() - t0} done`);
  const rows =
    await place.owner`select l.reference, l.value_on::text, l.amount_minor::text, l.state, o.kind, o.rule, o.proposals->0->>'rule' as best, c.number as cust, o.waits::text, i.open_minor::text as left
   from bank_lines l left join lateral (select * from match_outcomes o where o.line_id = l.id order by o.at desc, o.id desc limit 1) o on true left join customers c on c.id=o.customer_id left join items i on i.id = l.receipt_id
   where l.value_on >= '2026-11-05' order by l.bank_account_id, l.value_on, l.id`;
  for (const r of rows) log(Object.values(r).join(" | "));
  const p =
    await place.owner`select provider_id, currency, amount_minor::text, status, is_read, arrives_on::text, (select count(*) from bank_lines l where l.payout_id=payouts.id)::int as tied, (select count(*) from balance_transactions b where b.payout_id = payouts.id)::int as moves from payouts order by currency, arrives_on`;
  for (const r of p) log(Object.values(r).join(" | "));
  const v = await verifyBooks(place.at(NOW));
  log(JSON.stringify(v.differences, null, 1));
  log(v.checked.map((c) => `${c.name}=${c.count}`).join("; "));
  log(JSON.stringify(await listUntied(place.at(NOW)), (_, x) => (typeof x === "bigint" ? String(x) : x)));
  const d = await place.owner`select kind, status, amount_minor::text, currency from cash_decisions`;
  log(JSON.stringify(d));
  const per = await place.owner`select from_on, status from periods`;
  log(JSON.stringify(per));
  const rem = await place.owner`select number, status, customer_id from remittances`;
  log(JSON.stringify(rem));
  const acts = await place.owner`select count(*)::int from audit_records`;
  log(JSON.stringify(acts));
  await place.close();
}, 240000);
