import { newId } from "@openitem/db/ids";
import { legalEntities } from "@openitem/db/schema/organizations";
import { sql } from "drizzle-orm";
import { afterAll, describe, expect, test } from "vitest";
import { close, contextAs, NOON } from "../../test/world.ts";
import { read, transact } from "../kernel/transact.ts";
import { startPayment } from "../payments/start-payment.ts";
import { askCustomer } from "./ask-customer.ts";
import { type ListDisputesInput, listDisputes } from "./list-disputes.ts";
import { listSimilar } from "./list-similar.ts";
import { noteDispute } from "./note-dispute.ts";
import { readDisputable } from "./read-disputable.ts";
import { readDispute } from "./read-dispute.ts";
import { takeDispute } from "./take-dispute.ts";
import { INDIA, newDisputeWorld } from "./test/dispute-world.ts";
import { withdrawDispute } from "./withdraw-dispute.ts";

afterAll(close);

const refused = (code: string) => expect.objectContaining({ code });

describe("what a form to dispute shows", () => {
  test("what is open, disputed and being paid of the document and each line, and by when each reason is answered", async () => {
    const world = await newDisputeWorld();
    const itemId = await world.invoice();
    const dana = world.contact("disputer");
    const disputeId = await world.raised(dana, world.wish(itemId));
    await startPayment(world.paying(world.contact("payer")), world.payment([[itemId, 1_000_00n]]));
    const form = await readDisputable(dana, { itemIds: [itemId] });
    expect(form).toMatchObject({
      currency: "USD",
      customer: { id: world.customerId },
      legalEntity: { code: "US01" },
      largeFromMinor: 10_000_00n,
      contestDays: 14,
      filesMax: 10,
      files: { sizeMaxBytes: 10_000_000 },
    });
    expect(form.documents).toHaveLength(1);
    expect(form.documents[0]).toMatchObject({
      openMinor: 48_216_40n,
      inFlightMinor: 1_000_00n,
      disputedMinor: 6_480_00n,
      readyMinor: 40_736_40n,
      disputableMinor: 40_736_40n,
      disputes: [{ id: disputeId, number: "DSP-0001", heldMinor: 6_480_00n }],
      disputeUntil: "2027-10-01",
      isInTime: true,
      lineCount: 3,
    });
    expect(
      form.documents[0]?.lines.map((line) => [line.lineNo, line.disputedMinor, line.disputableMinor]),
    ).toEqual([
      [1, 0n, 19_104_81n],
      [INDIA, 6_480_00n, 9_288_00n],
      [3, 0n, 13_343_59n],
    ]);
    const price = form.reasons.find(({ code }) => code === "price");
    expect(price).toMatchObject({
      facts: ["billed_price", "expected_price", "agreed_in"],
      team: "sales",
      answerBy: new Date("2026-11-24T22:00:00Z"),
      answerByLarge: new Date("2026-11-20T22:00:00Z"),
    });
  });

  test("long documents begin with their first lines, and those chosen already", async () => {
    const world = await newDisputeWorld();
    const itemId = await world.invoice();
    const { documents } = await readDisputable(world.contact("payer"), {
      itemIds: [itemId],
      linesMax: 1,
      lineNos: [3],
    });
    expect(documents[0]).toMatchObject({ lineCount: 3, lines: [{ lineNo: 1 }, { lineNo: 3 }] });
  });

  test("says which documents cannot be disputed together, and of another's nothing", async () => {
    const world = await newDisputeWorld();
    const itemId = await world.invoice();
    const payer = world.contact("payer");
    const form = (ids: string[], ctx = payer) => readDisputable(ctx, { itemIds: [itemId, ...ids] });
    await expect(form([await world.document({ currency: "EUR" })])).rejects.toEqual(
      refused("dispute.one_currency"),
    );
    await expect(form([await world.document({ kind: "credit_memo" })])).rejects.toEqual(
      refused("dispute.kind"),
    );
    const neighbour = await world.customer();
    const theirs = await world.document({ customerId: neighbour });
    await expect(form([theirs])).rejects.toEqual(refused("item.missing"));
    await expect(form(["not-an-id"])).rejects.toEqual(refused("item.missing"));
    await expect(form([theirs], world.contact("payer", [world.customerId, neighbour]))).rejects.toEqual(
      refused("dispute.one_customer"),
    );
    await expect(form([], world.contact("viewer"))).rejects.toMatchObject({ kind: "forbidden" });
  });
});

/** Seven disputes in all kinds of states, of two customers. */
async function busyDesk() {
  const world = await newDisputeWorld();
  const dana = world.contact("disputer");
  const rafael = await world.colleague();
  const neighbour = await world.customer({ name: "Pelican Messaging GmbH" });
  const itemId = await world.invoice();
  const theirs = await world.invoice({ customerId: neighbour });
  const raise = (amountMinor: bigint, days = 0) =>
    world.raised(world.later(dana, days), world.wishAmount(itemId, amountMinor));
  const fresh = await raise(1_00n);
  const taken = await raise(2_00n, 1);
  await takeDispute(rafael, { disputeId: taken, seenAssigneeId: null });
  const asked = await raise(3_00n, 2);
  await askCustomer(rafael, { disputeId: asked, entryId: newId(), body: "Which route?" });
  const withdrawn = await raise(4_00n);
  await withdrawDispute(dana, { disputeId: withdrawn, seen: "submitted" });
  const rejected = await raise(5_00n);
  await world.decided(rejected, "submitted");
  const credited = await raise(6_00n);
  await world.decided(credited, "submitted", { outcome: "credit", reason: "Price" });
  const elsewhere = await world.raised(
    rafael,
    world.wish(theirs, { customerId: neighbour, disputeId: newId() }),
  );
  const list = (ctx = rafael, input: ListDisputesInput = {}) => listDisputes(ctx, input);
  return {
    ...world,
    dana,
    rafael,
    neighbour,
    itemId,
    fresh,
    taken,
    asked,
    withdrawn,
    rejected,
    credited,
    elsewhere,
    list,
  };
}

describe("lists of disputes", () => {
  test("count what each tab holds, with its amounts", async () => {
    const desk = await busyDesk();
    const { counts, totals } = await desk.list();
    expect(counts).toEqual({
      open: 4,
      new: 2,
      mine: 2,
      waiting_customer: 1,
      waiting_internal: 0,
      awaiting_approval: 0,
      breaching: 0,
      decided: 2,
      all: 7,
    });
    expect(totals).toEqual([{ currency: "USD", count: 4, amountMinor: 6_486_00n }]);
    for (const tab of Object.keys(counts) as (keyof typeof counts)[])
      expect((await desk.list(desk.rafael, { tab })).rows, tab).toHaveLength(counts[tab]);
  });

  test("what is due first comes first, what waits for the customer last; a page goes on where the last one ended", async () => {
    const desk = await busyDesk();
    const whole = await desk.list();
    expect(whole.rows.map(({ id }) => id).slice(-2)).toEqual([desk.taken, desk.asked]);
    expect(whole.rows.at(-1)).toMatchObject({ answerDueAt: null, clockLeftMinutes: expect.any(Number) });
    expect(whole.next).toBeNull();
    const paged: string[] = [];
    for (let cursor: string | null | undefined; cursor !== null; ) {
      const page = await desk.list(desk.rafael, { tab: "all", limit: 2, cursor });
      paged.push(...page.rows.map(({ id }) => id));
      cursor = page.next;
    }
    expect(new Set(paged).size).toBe(7);
    expect(paged).toEqual((await desk.list(desk.rafael, { tab: "all" })).rows.map(({ id }) => id));
    const newest = await desk.list(desk.rafael, { sort: "raised", limit: 1 });
    expect(newest.rows.map(({ id }) => id)).toEqual([desk.asked]);
    expect(
      (await desk.list(desk.rafael, { sort: "raised", limit: 10, cursor: newest.next })).rows[0]?.id,
    ).toBe(desk.taken);
  });

  test.each(["", "x", Buffer.from('["due","yesterday","x"]').toString("base64url")])(
    "a forged place in the list (%s) is refused or the beginning",
    async (cursor) => {
      const desk = await newDisputeWorld();
      const page = listDisputes(desk.staff("collector"), { cursor });
      if (cursor === "") await expect(page).resolves.toMatchObject({ rows: [] });
      else await expect(page).rejects.toEqual(refused("list.cursor"));
    },
  );

  test("what is due within an office day, or late, is breaching", async () => {
    const desk = await busyDesk();
    const at = (now: string) => contextAs(desk.rafael.actor, desk.organizationId, new Date(now));
    const breaching = async (now: string) =>
      (await desk.list(at(now), { tab: "breaching" })).rows.map(({ id }) => id).sort();
    expect(await breaching("2026-11-23T21:59:00Z")).toEqual([]);
    // Monday's closing in New York: one office day before Tuesday's.
    expect(await breaching("2026-11-23T22:00:00Z")).toEqual([desk.fresh, desk.elsewhere].sort());
    expect(await breaching("2027-01-05T15:00:00Z")).toEqual([desk.fresh, desk.taken, desk.elsewhere].sort());
  });

  test("an office day is one of the company that billed: Singapore's is over before New York's has begun", async () => {
    const desk = await newDisputeWorld();
    const { organizationId } = desk;
    const singapore = newId();
    await transact(desk.worker, (tx) =>
      tx.insert(legalEntities).values({
        organizationId,
        id: singapore,
        code: "SG01",
        name: "Parlance Pte. Ltd.",
        country: "SG",
        timeZone: "Asia/Singapore",
        createdAt: NOON,
      }),
    );
    const dana = desk.contact("disputer");
    const theirs = await desk.raised(
      dana,
      desk.wishAmount(await desk.invoice({ legalEntityId: singapore }), 1_00n),
    );
    const rafael = await desk.colleague();
    const breaching = async (now: string) =>
      (await listDisputes({ ...rafael, now: new Date(now) }, { tab: "breaching" })).rows.map(({ id }) => id);
    // Sent after closing on Wednesday and due on the fifth office day from then: Wednesday, 17:00 in Singapore.
    expect(await breaching("2026-11-24T08:59:00Z")).toEqual([]);
    expect(await breaching("2026-11-24T09:00:00Z")).toEqual([theirs]);
  });

  test("are searched by number, document and name", async () => {
    const desk = await busyDesk();
    const found = async (search: string) =>
      (await desk.list(desk.rafael, { tab: "all", search })).rows.map(({ id }) => id);
    expect(await found("dsp-0003")).toEqual([desk.asked]);
    expect(await found("pelican")).toEqual([desk.elsewhere]);
    expect(await found("%")).toEqual([]);
    const { rows } = await desk.list(desk.rafael, { tab: "all", itemId: desk.itemId });
    expect(rows).toHaveLength(6);
    expect(await found(rows[0]?.document?.number ?? "none")).toHaveLength(6);
  });

  test("say what came of each", async () => {
    const desk = await busyDesk();
    const { rows } = await desk.list(desk.rafael, { tab: "decided" });
    const outcomes = Object.fromEntries(rows.map((row) => [row.id, [row.outcome, row.creditedMinor]]));
    expect(outcomes).toEqual({ [desk.rejected]: ["rejected", 0n], [desk.credited]: ["accepted", 6_00n] });
  });

  test("show a contact his own accounts only, and as his what he sent", async () => {
    const desk = await busyDesk();
    const { rows, counts } = await desk.list(desk.dana, { tab: "all" });
    expect(rows.map(({ id }) => id)).not.toContain(desk.elsewhere);
    expect(counts).toMatchObject({ all: 6, open: 3, mine: 3 });
    expect((await desk.list(desk.contact("viewer"), { tab: "mine" })).rows).toEqual([]);
    const bold = await desk.list(desk.dana, { tab: "all", customerIds: [desk.neighbour] });
    expect([bold.rows, bold.totals]).toEqual([[], []]);
  });
});

describe("what is like a dispute", () => {
  test("the same reason elsewhere, about the same product first, and this customer's earlier ones", async () => {
    const desk = await busyDesk();
    const another = await desk.customer();
    const itemId = await desk.invoice({ customerId: another });
    const asking = { customerId: another, disputeId: newId() };
    const byAmount = {
      ...asking,
      facts: { expected_price: "1", agreed_in: "x" },
      items: [{ itemId, amountMinor: 7n }],
    };
    await desk.raised(desk.later(desk.rafael, 3), desk.wish(itemId, byAmount));
    const mine = await desk.raised(desk.later(desk.dana, 3), desk.wish(desk.itemId));
    const similar = await listSimilar(desk.rafael, { disputeId: mine });
    expect(similar.elsewhere.map(({ customerName, product }) => [customerName, product])).toEqual([
      ["Pelican Messaging GmbH", "Outbound SMS, India"],
      [expect.stringMatching(/^Customer/), null],
    ]);
    expect(similar.earlier).toHaveLength(6);
    expect(similar.earlier.find(({ id }) => id === desk.rejected)).toMatchObject({
      outcome: "rejected",
      grounds: "The signed rate card says 0.0146.",
    });
    expect(similar.alike).toMatchObject({ count: 2, amountMinor: 12_960_00n });
  });

  test("is the biller's to see", async () => {
    const desk = await busyDesk();
    await expect(listSimilar(desk.dana, { disputeId: desk.fresh })).rejects.toMatchObject({
      kind: "missing",
    });
    await expect(listSimilar(desk.rafael, { disputeId: newId() })).rejects.toEqual(
      refused("dispute.missing"),
    );
  });
});

test("a contact of another customer, and one of another biller, see nothing of a dispute, whatever they query", async () => {
  const world = await newDisputeWorld();
  const itemId = await world.invoice();
  const disputeId = await world.raised(world.contact("disputer"), world.wish(itemId));
  const rafael = await world.colleague();
  await noteDispute(rafael, { disputeId, entryId: newId(), body: "SECRET-NOTE" });
  await world.decided(disputeId, "submitted");
  const elsewhere = await newDisputeWorld();
  const stranger = world.contact("admin", [await world.customer()]);
  const bold = contextAs(elsewhere.contact("admin").actor, world.organizationId);
  const tables = [
    "disputes",
    "dispute_items",
    "dispute_entries",
    "dispute_decisions",
    "dispute_decision_items",
    "files",
  ];
  const dump = async (ctx: typeof stranger, table: string) =>
    JSON.stringify(
      await read(ctx, (tx) => tx.execute(sql`select * from ${sql.identifier(table)}`)),
      (_key, value) => (typeof value === "bigint" ? String(value) : value),
    );
  for (const table of tables)
    for (const ctx of [stranger, bold, elsewhere.staff("manager")])
      expect(await dump(ctx, table), table).toBe("[]");
  for (const table of [...tables, "audit_records", "messages"])
    expect(await dump(world.contact("admin"), table), table).not.toContain("SECRET-NOTE");
  expect(await dump(world.staff("auditor"), "dispute_entries")).toContain("SECRET-NOTE");
  const shown = await readDispute(world.contact("admin"), disputeId);
  expect(shown.dispute).not.toHaveProperty("replyToken");
});
