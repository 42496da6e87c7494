import { connect, type Db } from "@openitem/db/client";
import { freshDatabase } from "@openitem/db/test/database";
import postgres from "postgres";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FakeGateway } from "../../test/fake-gateway.ts";
import { portalAuth } from "../access/portal-auth.ts";
import { staffAuth } from "../access/staff-auth.ts";
import { totalItems } from "../items/list-items.ts";
import { readBalances } from "../items/read-balances.ts";
import type { Context } from "../kernel/context.ts";
import { verifyBooks } from "../ledger/verify.ts";
import { readStatement } from "../statements/read-statement.ts";
import { ORGANIZATION_ID } from "./company.ts";
import { customerOf } from "./customers.ts";
import { type DemoSettings, loadDemo } from "./load-demo.ts";

const NOW = new Date("2026-11-18T14:14:00Z");
const SECRET = "a secret of the tests, long enough to sign with: 7f3k22qx";
const MERIDIAN = customerOf("meridian").id;

async function newPlace() {
  const { appUrl, ownerUrl } = await freshDatabase();
  const connection = connect(appUrl, { connectionsMax: 8, name: "demo test" });
  const owner = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  const { db } = connection;
  const auth = { db, secret: SECRET, baseUrl: "http://localhost:3000", secureCookies: false };
  const settings = (over: Partial<DemoSettings> = {}): DemoSettings => ({
    db,
    auth: { portal: portalAuth(auth), staff: staffAuth(auth) },
    linkSecret: SECRET,
    portalUrl: "http://localhost:3000",
    now: NOW,
    onProgress: () => {},
    ...over,
  });
  const at = (now: Date): Context => ({
    db,
    organizationId: ORGANIZATION_ID,
    actor: { kind: "worker", name: "test" },
    now,
    requestId: "test",
  });
  const close = async () => {
    await owner.end();
    await connection.close();
  };
  /** Everything that the loader names, and every figure that follows from it; the provider's numbers are chance. */
  const digest = () => owner`
    select 'customer' as what, id::text, number || name as is from customers
    union all select 'item', id::text, concat_ws(' ', kind, number, customer_id, currency, amount_minor, open_minor, issued_on, due_on, last_applied_on)
      from items where not (kind = 'refund' or number like 'RCT-____-____')
    union all select 'other item', '', concat_ws(' ', kind, customer_id, currency, amount_minor, open_minor, issued_on, last_applied_on)
      from items where kind = 'refund' or number like 'RCT-____-____'
    union all select 'line', item_id::text, concat_ws(' ', count(*), sum(quantity), sum(unit_price), sum(amount_minor)) from item_lines group by item_id
    union all select 'payment', id::text, concat_ws(' ', customer_id, currency, amount_minor, status, refunded_minor, checkout_id, intent_id, created_at, settled_at, ended_at) from payments
    union all select 'transfer', '', concat_ws(' ', customer_id, currency, debit, credit, amount_minor, value_on) from transfers
    union all select 'contact', id::text, concat_ws(' ', email, user_id is not null) from contacts
    union all select 'grant', contact_id::text, concat_ws(' ', customer_id, role, with_subsidiaries) from contact_accounts
    union all select 'invitation', contact_id::text, concat_ws(' ', created_at, accepted_at, revoked_at) from invitations
    union all select 'staff', id::text, concat_ws(' ', email, role) from staff
    union all select 'policy', kind, concat_ws(' ', version, rules) from policies
    union all select 'happening', '', concat_ws(' ', at, action, customer_id, actor) from audit_records
    order by 1, 2, 3`;
  return { db, settings, at, close, digest, owner };
}

/** The same database, until so many transactions were committed: the answer to the last one is lost. */
function failingAfter(db: Db, transactions: number): Db {
  let begun = 0;
  return new Proxy(db, {
    get(target, property) {
      if (property !== "transaction") return Reflect.get(target, property);
      return async (...work: Parameters<Db["transaction"]>) => {
        begun += 1;
        const result = begun > transactions ? null : await target.transaction(...work);
        if (begun >= transactions) throw new Error("The power went");
        return result;
      };
    },
  });
}

type Place = Awaited<ReturnType<typeof newPlace>>;
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
    expect(checked.every(({ count }) => count > 0)).toBe(true);
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

  test("leaves no mail of the past to be sent, only invitations", async () => {
    const rows = await first.owner`select distinct kind from outbox`;
    expect(rows.map(({ kind }) => kind)).toEqual(["invitation.mail"]);
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
    // Once more, in the middle of things: after a transaction was written, before anybody heard of it.
    await expect(loadDemo(cut.settings({ db: failingAfter(cut.db, 900) }))).rejects.toThrow("The power went");
    const [half] = await cut.owner`select count(*)::int as payments from payments`;
    expect(half?.payments).toBeGreaterThan(0);
    await loadDemo(cut.settings({ now: new Date("2026-11-19T08:00:00Z") }));
    const digest = await cut.digest();
    expect(digest.length).toBeGreaterThan(5_000);
    expect(digest).toEqual(await first.digest());
  });

  test("does not change when it is loaded again", async () => {
    const before = await first.digest();
    await loadDemo(first.settings());
    expect(await first.digest()).toEqual(before);
  });
});

describe("payments left under way", () => {
  test("stand at the provider as they stand here, so that nobody looks for them in vain", async () => {
    const place = await newPlace();
    places.push(place);
    const gateway = new FakeGateway();
    const control = {
      async completeSession(checkoutId: string, { method }: { method: string }) {
        const paymentId = gateway.checkouts.get(checkoutId)?.paymentId ?? "";
        gateway.complete(paymentId, { status: "processing", method });
      },
    };
    // A day in spring, in a leap year, soon after midnight in New York: the story does not hang on its date.
    const now = new Date("2028-03-01T05:20:00Z");
    await loadDemo(place.settings({ gateway, control, now }));
    const rows = await place.owner`
      select status, checkout_id, intent_id from payments where status in ('created', 'submitted', 'processing') order by status`;
    expect(rows.map(({ status }) => status)).toEqual(["created", "processing", "processing", "submitted"]);
    for (const { status, checkout_id, intent_id } of rows) {
      expect(gateway.checkouts.has(checkout_id)).toBe(status !== "created");
      expect(gateway.intents.has(intent_id)).toBe(status === "processing");
    }
    for (const { spec } of gateway.checkouts.values())
      expect(spec.expiresAt.getTime() - now.getTime()).toBeGreaterThanOrEqual(30 * 60_000);
    const [, usd] = await readBalances(place.at(now), [MERIDIAN]);
    expect(usd).toMatchObject({ openMinor: 207_288_42n, inFlightMinor: 51_377_92n, oldestDaysLate: 111 });
    expect((await verifyBooks(place.at(now))).differences).toEqual([]);
  });
});
