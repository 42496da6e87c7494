import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { listApprovals } from "../approvals/list-approvals.ts";
import { DISPUTE_STATUSES } from "../disputes/dispute.ts";
import { totalItems } from "../items/list-items.ts";
import { readBalances } from "../items/read-balances.ts";
import type { Context } from "../kernel/context.ts";
import { verifyBooks } from "../ledger/verify.ts";
import { listUntied } from "../provider-money/list-untied.ts";
import { readStatement } from "../statements/read-statement.ts";
import { STAFF } from "./company.ts";
import { customerOf } from "./customers.ts";
import { loadDemo } from "./load-demo.ts";
import { failingAfter, NOW, newPlace, type Place } from "./test/place.ts";

const MERIDIAN = customerOf("meridian").id;

let first: Place;
const places: Place[] = [];

beforeAll(async () => {
  first = await newPlace();
  places.push(first);
  await loadDemo(first.settings());
});
afterAll(async () => {
  for (const place of places) await place.close();
});

describe("the demo company", () => {
  test("has books that agree", async () => {
    const { differences, checked } = await verifyBooks(first.at(NOW));
    expect(differences).toEqual([]);
    const idle = checked.filter(({ count }) => count === 0).map(({ name }) => name);
    expect(idle).toEqual([]);
  });

  test("knows Meridian Freight by the figures of its story", async () => {
    const balances = await readBalances(first.at(NOW), [MERIDIAN]);
    const [eur, usd] = balances;
    expect(balances.map(({ currency }) => currency)).toEqual(["EUR", "USD"]);
    expect(eur).toMatchObject({ openMinor: 18_420_50n, openCount: 2, overdueMinor: 0n, creditCount: 0 });
    expect(usd).toMatchObject({
      openMinor: 207_288_42n,
      openCount: 8,
      overdueMinor: 151_958_54n,
      inFlightMinor: 51_377_92n,
      inFlightCount: 1,
      disputedMinor: 6_480_00n,
      promisedMinor: 1_904_15n,
      notDueMinor: 55_329_88n,
      creditMemosMinor: 2_350_00n,
      onAccountMinor: 4_000_00n,
      unappliedMinor: 0n,
      oldestDaysLate: 111,
      ageing: {
        current: 55_329_88n,
        "1-30": 47_460_07n,
        "31-60": 54_377_92n,
        "61-90": 48_216_40n,
        "90+": 1_904_15n,
      },
    });
    const paid = await totalItems(first.at(NOW), { customerIds: [MERIDIAN], state: "paid", currency: "USD" });
    expect(paid[0]?.count).toBe(204);
  });

  test("gives Meridian the statement of the story, on its day and where the quarter began", async () => {
    const balanceOn = async (asOf: string) => {
      const { sections } = await readStatement(first.at(NOW), {
        customerIds: [MERIDIAN],
        asOf,
        currency: "USD",
      });
      return sections[0]?.balanceMinor;
    };
    expect(await balanceOn("2026-09-30")).toBe(207_618_54n);
    expect(await balanceOn("2026-11-18")).toBe(200_938_42n);
  });

  test("has the July invoice with its 1,284 lines", async () => {
    const [invoice] = await first.owner`
      select i.number, count(*)::int as lines, sum(l.amount_minor)::text as total
      from items i join item_lines l on l.item_id = i.id where i.number = 'INV-2026-08417' group by i.number`;
    expect(invoice).toEqual({ number: "INV-2026-08417", lines: 1_284, total: "4821640" });
  });

  test("bills every line at its quantity times its price, to the smallest unit", async () => {
    const [lines] = await first.owner`
      select count(*)::int as all, count(*) filter (where abs(l.quantity * l.unit_price
        * case when i.currency in ('JPY', 'KRW') then 1 when i.currency = 'KWD' then 1000 else 100 end - l.amount_minor) > 0.5)::int as off
      from item_lines l join items i on i.id = l.item_id`;
    expect(lines?.off).toBe(0);
    expect(lines?.all).toBeGreaterThan(15_000);
  });

  test("has payments in every state, and each way money can go back", async () => {
    const states = await first.owner<{ status: string }[]>`select distinct status from payments`;
    expect(new Set(states.map(({ status }) => status))).toEqual(
      new Set([
        "created",
        "submitted",
        "processing",
        "settled",
        "part_refunded",
        "refunded",
        "returned",
        "charged_back",
        "failed",
        "expired",
        "cancelled",
      ]),
    );
    const back = await first.owner`select kind, state from payment_reversals group by 1, 2 order by 1, 2`;
    expect(back.map(({ kind, state }) => `${kind} ${state}`)).toEqual([
      "chargeback booked",
      "chargeback reinstated",
      "refund booked",
      "refund reinstated",
      "return booked",
    ]);
    const [rest] = await first.owner`
      select count(*) filter (where method = 'credits')::int as by_credits,
        (select count(*)::int from payment_shares where short_reason is not null) as short,
        (select count(*)::int from applications where reverses_id is not null and cause_kind = 'staff') as undone,
        (select count(*)::int from items where kind = 'receipt' and held_as = 'unapplied' and open_minor > 0) as unapplied,
        (select count(*)::int from items where kind = 'receipt' and held_as = 'on_account' and open_minor > 0) as on_account
      from payments`;
    expect(Object.values(rest ?? {}).every((count) => count > 0)).toBe(true);
  });

  test("gives Meridian's two disputes, its promise and its promises of the year their numbers and states", async () => {
    const rows = await first.owner`
      select d.number, d.status, d.amount_minor::text as amount, x.outcome, i.number as memo, i.open_minor::text as open
      from disputes d left join dispute_decisions x on x.dispute_id = d.id
        left join dispute_decision_items y on y.decision_id = x.id left join items i on i.id = y.credit_item_id
      where d.customer_id = ${MERIDIAN} order by d.number`;
    expect(rows.map((row) => ({ ...row }))).toEqual([
      {
        number: "DSP-0291",
        status: "closed",
        amount: "310000",
        outcome: "part_credit",
        memo: "CM-0532",
        open: "235000",
      },
      {
        number: "DSP-0347",
        status: "waiting_customer",
        amount: "648000",
        outcome: null,
        memo: null,
        open: null,
      },
    ]);
    const [line] = await first.owner`
      select l.description, l.quantity::text, l.unit_price::text, t.unit_price as expected, t.amount_minor::text as amount
      from dispute_items t join disputes d on d.id = t.dispute_id
        join item_lines l on l.item_id = t.item_id and l.line_no = t.line_no
      where d.number = 'DSP-0347'`;
    expect(line).toMatchObject({ description: "Outbound SMS, India", expected: "0.0086", amount: "648000" });
    expect([Number(line?.quantity), Number(line?.unit_price)]).toEqual([1_080_000, 0.0146]);
    const promised = await first.owner`
      select p.status, count(*)::int as count from promises p where p.customer_id = ${MERIDIAN} group by 1 order by 1`;
    expect(promised.map(({ status, count }) => `${status} ${count}`)).toEqual([
      "active 1",
      "broken 1",
      "kept 4",
    ]);
    const alike = await first.owner`
      select d.number, c.name, d.amount_minor::text as amount from disputes d join customers c on c.id = d.customer_id
      where d.product = 'Outbound SMS, India' order by d.number`;
    expect(alike.map(({ number, name, amount }) => [number, name, amount])).toEqual([
      ["DSP-0312", "Pelican Messaging GmbH", "187000"],
      ["DSP-0339", "Brightwater Utilities plc", "312000"],
      ["DSP-0347", "Meridian Freight & Customs Brokerage Group, Inc.", "648000"],
    ]);
  });

  test("has disputes, promises, charges, requests and prepared payments in every state a screen can show", async () => {
    const statesOf = async (table: string) => {
      const rows = await first.owner<{ status: string }[]>`select distinct status from ${first.owner(table)}`;
      return rows.map(({ status }) => status).toSorted();
    };
    expect(await statesOf("disputes")).toEqual([...DISPUTE_STATUSES].toSorted());
    expect(await statesOf("promises")).toEqual([
      "active",
      "broken",
      "cancelled",
      "declined",
      "kept",
      "part_kept",
      "proposed",
      "replaced",
    ]);
    expect(await statesOf("charges")).toEqual([
      "announced",
      "failed",
      "held",
      "planned",
      "settled",
      "stopped",
    ]);
    expect(await statesOf("prepared_payments")).toEqual(["declined", "prepared", "released", "withdrawn"]);
    expect(await statesOf("approvals")).toEqual(["granted", "pending", "refused"]);
    expect(await statesOf("dispute_causes")).toEqual(["fixed", "open"]);
    const [outcomes] = await first.owner`select count(distinct outcome)::int as count from dispute_decisions`;
    expect(outcomes?.count).toBe(6);
    const [lived] = await first.owner`
      select (select count(*)::int from disputes) as disputes, (select count(distinct currency)::int from disputes) as currencies,
        (select count(*)::int from promises) as promises, (select count(*)::int from tasks where status = 'open') as tasks`;
    expect(lived?.disputes).toBeGreaterThan(90);
    expect(lived?.currencies).toBeGreaterThan(10);
    expect(lived?.promises).toBeGreaterThan(30);
    expect(lived?.tasks).toBeGreaterThan(10);
  });

  test("has a request that Helen may grant, and one that only Marcus may", async () => {
    const waitingFor = async (key: "helen" | "marcus" | "rafael") => {
      const { id: staffId, name, role } = STAFF[key];
      const ctx: Context = { ...first.at(NOW), actor: { kind: "staff", staffId, name, role } };
      return (await listApprovals(ctx, { view: "for_me" })).rows.map((row) => row.currency).toSorted();
    };
    expect(await waitingFor("helen")).toEqual(["EUR", "USD"]);
    expect(await waitingFor("marcus")).toEqual(["EUR", "JPY", "USD", "USD"]);
    expect(await waitingFor("rafael")).toEqual([]);
  });

  test("keeps the papers that were sent along where files lie", async () => {
    const rows = await first.owner<{ storage_key: string; size_bytes: string; name: string }[]>`
      select storage_key, size_bytes, name from files where subject_kind = 'dispute_entry'`;
    expect(rows.map(({ name }) => name)).toEqual(
      expect.arrayContaining(["Rate-card-7-signed.pdf", "dlt-july.png"]),
    );
    const { filing } = first.settings();
    for (const { storage_key, size_bytes } of rows) {
      const bytes = await new Response(await filing.storage.get(storage_key)).bytes();
      expect(bytes.length).toBe(Number(size_bytes));
    }
  });

  test("has money at the bank in every state a screen can show", async () => {
    const countOf = async (query: TemplateStringsArray) => {
      const rows = await first.owner<{ what: string; count: number }[]>(query);
      return Object.fromEntries(rows.map(({ what, count }) => [what, count]));
    };
    const lines = await countOf`select state as what, count(*)::int from bank_lines group by 1`;
    expect(Object.keys(lines).toSorted()).toEqual([
      "elsewhere",
      "open",
      "payout",
      "receipt",
      "refund",
      "split",
    ]);
    expect(lines.open).toBeGreaterThan(10);
    const outcomes = await countOf`
      select kind as what, count(*)::int from (
        select distinct on (line_id) kind from match_outcomes order by line_id, at desc, id desc
      ) newest group by 1`;
    expect(Object.keys(outcomes).toSorted()).toEqual(["applied", "confirmed", "nothing", "proposed"]);
    expect(outcomes.applied).toBeGreaterThan(12);
    expect(outcomes.proposed).toBeGreaterThan(2);
    const [rest] = await first.owner`
      select (select count(*)::int from match_bars b join bank_lines l on l.receipt_id = b.receipt_id) as bars,
        (select count(*)::int from items i join bank_lines l on l.receipt_id = i.id where i.held_as = 'unapplied' and i.open_minor > 0) as unapplied,
        (select count(*)::int from bank_lines l where state = 'open' and amount_minor > 0
          and not exists (select from match_outcomes o where o.line_id = l.id)) as unseen,
        (select count(*)::int from match_runs where status <> 'done') as unfinished,
        (select count(*)::int from bank_statements where status <> 'booked') as held`;
    expect(rest).toMatchObject({ bars: 1, unfinished: 0, held: 0 });
    expect(Number(rest?.unapplied) > 1 && Number(rest?.unseen) > 3).toBe(true);
    const decisions =
      await countOf`select kind || ' ' || status as what, count(*)::int from cash_decisions group by 1`;
    expect(Object.keys(decisions).toSorted()).toEqual([
      "exchange applied",
      "refund applied",
      "transfer applied",
      "write_off applied",
      "write_off undone",
    ]);
    const details = await countOf`
      select b.currency as what, count(*)::int from bank_account_details d join bank_accounts b on b.id = d.bank_account_id group by 1`;
    expect(details).toEqual({ EUR: 1, SGD: 1, USD: 2 });
    const remittances = await countOf`select status as what, count(*)::int from remittances group by 1`;
    expect(Object.keys(remittances).toSorted()).toEqual(["confirmed", "draft", "tied"]);
  });

  test("misses one payout of the provider, awaits another, and knows all else that moved there", async () => {
    const untied = await listUntied(first.at(NOW));
    expect(untied).toMatchObject([{ kind: "payout", cause: "not_at_bank", currency: "EUR" }]);
    const [payouts] = await first.owner`
      select count(*) filter (where l.id is not null)::int as tied, count(*) filter (where p.status = 'in_transit')::int as awaited,
        count(*) filter (where l.id is null)::int as waiting
      from payouts p left join bank_lines l on l.payout_id = p.id`;
    expect(payouts).toMatchObject({ awaited: 1, waiting: 2 });
    expect(payouts?.tied).toBeGreaterThan(20);
  });

  test("has closed the month before the last in one of its companies, signed by two", async () => {
    const months = await first.owner`
      select e.code, p.from_on::text, p.status, e.closed_through_on::text from periods p join legal_entities e on e.id = p.legal_entity_id`;
    expect(months.map((row) => ({ ...row }))).toEqual([
      { code: "DE01", from_on: "2026-09-01", status: "closed", closed_through_on: "2026-09-30" },
    ]);
    const [signed] = await first.owner`
      select (select array_agg(distinct signed_by_name) from period_checks) as prepared,
        (select by_name from period_events where kind = 'closed') as closed`;
    expect(signed).toEqual({ prepared: ["Ingrid Solberg"], closed: "Marcus Oyelaran" });
  });

  test("leaves no mail of the past to be sent, only invitations and the notices of charges to come", async () => {
    const rows = await first.owner`select distinct kind from outbox order by 1`;
    expect(rows.map(({ kind }) => kind)).toEqual(["charge.announced_mail", "invitation.mail"]);
    const [notices] = await first.owner`
      select count(*)::int as count from outbox o join charges c on c.id::text = o.payload ->> 'chargeId'
      where o.kind = 'charge.announced_mail' and c.status = 'announced' and c.charge_on > '2026-11-18'`;
    expect(notices?.count).toBe(3);
  });

  test("is the same in another database, also when its load was cut off and finished a day later", async () => {
    const cut = await newPlace();
    places.push(cut);
    let lines = 0;
    const onProgress = () => {
      lines += 1;
      if (lines === 3) throw new Error("The power went");
    };
    await expect(loadDemo(cut.settings({ onProgress }))).rejects.toThrow("The power went");
    // Twice more, in the middle of things: after a transaction was written, before anybody heard of it.
    await expect(loadDemo(cut.settings({ db: failingAfter(cut.db, 900) }))).rejects.toThrow("The power went");
    let isLate = false;
    const noteLate = (line: string) => {
      isLate ||= line.includes("disputes");
    };
    const db = failingAfter(cut.db, 620, () => isLate);
    await expect(loadDemo(cut.settings({ db, onProgress: noteLate }))).rejects.toThrow("The power went");
    const [some] = await cut.owner`select count(*)::int as disputes from disputes`;
    expect(some?.disputes).toBeGreaterThan(40);
    // And among the money at the bank, after the machine has looked at it.
    let isMoney = false;
    const noteMoney = (line: string) => {
      isMoney ||= line.includes("money");
    };
    const late = failingAfter(cut.db, 280, () => isMoney);
    await expect(loadDemo(cut.settings({ db: late, onProgress: noteMoney }))).rejects.toThrow(
      "The power went",
    );
    const [counts] = await cut.owner`
      select (select count(*)::int from bank_lines) as lines, (select count(*)::int from period_events where kind = 'closed') as closed`;
    expect(counts?.lines).toBeGreaterThan(50);
    expect(counts?.closed).toBe(0);
    const [half] = await cut.owner`select count(*)::int as payments from payments`;
    expect(half?.payments).toBeGreaterThan(0);
    await loadDemo(cut.settings({ now: new Date("2026-11-19T08:00:00Z") }));
    const digest = await cut.digest();
    expect(digest.length).toBeGreaterThan(5_000);
    expect(digest).toEqual(await first.digest());
  }, 240_000);

  test("does not change when it is loaded again", async () => {
    const before = await first.digest();
    await loadDemo(first.settings());
    expect(await first.digest()).toEqual(before);
  });
});
