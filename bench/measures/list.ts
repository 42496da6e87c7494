import { connect } from "@openitem/db/client";
import { type ListItemsInput, listItems, totalItems } from "@openitem/domain/items/list-items";
import type { Context } from "@openitem/domain/kernel/context";
import { contextOf, importFile, payer, writeItemsFile } from "../biller.ts";
import { type Bench, type Measure, median, quantile, type Round, randomFrom } from "../measure.ts";
import { type Payable, readPayables, settlePayment, startPaying } from "../payments.ts";

const MANY = "900001";
const FEW = "900002";
const FEW_ROWS = 100;
const PAGE_ROWS = 50;
const IN_FLIGHT_MAX = 500;
/** Few enough that no payment is more than can be charged at once. */
const BATCH = 20;

/** A list as a customer asks for it; `search` is made of a document number of the account. */
type Shape = {
  name: string;
  asked: Omit<ListItemsInput, "customerIds" | "search">;
  search?: "whole number" | "number's end" | "number's beginning";
  /** The page after the first. */
  second?: boolean;
};

const SHAPES: Shape[] = [
  { name: "open, by due day", asked: {} },
  { name: "open, by due day, second page", asked: {}, second: true },
  { name: "open, latest due first", asked: { descending: true } },
  { name: "open, largest first", asked: { sort: "open", descending: true } },
  { name: "open, largest first, second page", asked: { sort: "open", descending: true }, second: true },
  { name: "open, newest first", asked: { sort: "issued", descending: true } },
  { name: "open, by number", asked: { sort: "number" } },
  { name: "open, by number, second page", asked: { sort: "number" }, second: true },
  { name: "open, by amount", asked: { sort: "amount", descending: true } },
  { name: "overdue", asked: { state: "overdue" } },
  { name: "overdue, second page", asked: { state: "overdue" }, second: true },
  { name: "overdue, largest first", asked: { state: "overdue", sort: "open", descending: true } },
  { name: "61 to 90 days late", asked: { state: "overdue", bucket: "61-90" } },
  { name: "due within a week", asked: { state: "due_soon" } },
  { name: "not yet due", asked: { state: "not_due" } },
  { name: "in flight", asked: { state: "in_flight" } },
  { name: "part paid", asked: { state: "part_paid" } },
  { name: "paid", asked: { state: "paid" } },
  { name: "paid, newest first", asked: { state: "paid", sort: "issued", descending: true } },
  { name: "credits", asked: { state: "credits" } },
  { name: "all, newest first", asked: { state: "all", sort: "issued", descending: true } },
  { name: "one currency", asked: { currency: "USD" } },
  { name: "search by whole number", asked: { state: "all" }, search: "whole number" },
  { name: "search by a number's end", asked: { state: "all" }, search: "number's end" },
  { name: "search by a number's beginning", asked: { state: "all" }, search: "number's beginning" },
];

type Account = {
  ctx: Context;
  customerId: string;
  numbers: string[];
  secondPages: Map<Shape, string | null>;
};

/** The list of one account with very many open items, against that of an account with few: it should not tell. */
export const listing: Measure = {
  name: "list",
  async run(bench) {
    const { cluster, newBiller, folder, isQuick, seed, tell } = bench;
    const manyRows = isQuick ? 10_000 : 100_000;
    const rounds = isQuick ? 2 : 5;
    const perRound = isQuick ? 50 : 400;
    const biller = await newBiller("list");
    const customers = [
      { number: MANY, rows: manyRows },
      { number: FEW, rows: FEW_ROWS },
    ];
    await importFile(biller.worker, await writeItemsFile(folder, { name: "list", seed, customers }));
    const payables = await readPayables(cluster.owner, biller);
    const { db, close } = connect(cluster.appUrl, { connectionsMax: 1, name: "bench-list" });
    const accounts: Account[] = [];
    for (const { number } of customers) {
      const [row] = await cluster.owner`
        select id from customers where organization_id = ${biller.organizationId} and number = ${number}`;
      const customerId = String(row?.id);
      await payPart(
        biller.worker,
        payables.filter((payable) => payable.customerId === customerId),
      );
      const numbers = await cluster.owner`
        select number from items where organization_id = ${biller.organizationId} and customer_id = ${customerId} and kind = 'invoice'
        order by id limit 1000`;
      accounts.push({
        ctx: contextOf(biller.organizationId, db, payer([customerId])),
        customerId,
        numbers: numbers.map((found) => String(found.number)),
        secondPages: new Map(),
      });
    }
    await cluster.owner`vacuum analyze`;
    const [many, few] = accounts as [Account, Account];

    const random = randomFrom(seed);
    const timings = new Map(SHAPES.map((shape) => [shape, { many: [] as number[], few: [] as number[] }]));
    const found: Round[] = [];
    for (let round = -1; round < rounds; round++) {
      const ms = { many: [] as number[], few: [] as number[] };
      for (let request = 0; request < perRound; request++) {
        const shape = SHAPES[request % SHAPES.length]!;
        const pick = random();
        const order = request % 2 === 0 ? (["many", "few"] as const) : (["few", "many"] as const);
        for (const which of order) {
          const took = await ask(which === "many" ? many : few, shape, pick);
          ms[which].push(took);
          if (round >= 0) timings.get(shape)![which].push(took);
        }
      }
      if (round >= 0) found.push({ ours: quantile(ms.many, 0.95), floor: quantile(ms.few, 0.95) });
      tell(`p95 ${quantile(ms.many, 0.95).toFixed(2)} ms; with few ${quantile(ms.few, 0.95).toFixed(2)} ms`);
    }
    const totals = await timeTotals(bench, many, few, rounds);
    await close();

    const shapes = [...timings].map(([{ name }, { many, few }]) => ({
      name,
      manyMs: median(many),
      fewMs: median(few),
      ratio: median(many) / median(few),
    }));
    const shared = { unit: "ms", ratio: "ours/floor", better: "lower" } as const;
    return [
      {
        ...shared,
        name: "list",
        says: `p95 of a page of ${PAGE_ROWS} for an account with ${manyRows} open items, against one with ${FEW_ROWS}; ${rounds * perRound} requests each, ${SHAPES.length} shapes (filters, sorts, search, second pages)`,
        aim: 1.15,
        rounds: found,
        facts: { manyRows, fewRows: FEW_ROWS, requests: rounds * perRound, shapes },
      },
      {
        ...shared,
        name: "list-totals",
        says: "count and sum of all open items, same accounts: it reads what it counts (for information)",
        rounds: totals,
        facts: { manyRows, fewRows: FEW_ROWS },
      },
    ];
  },
};

/** Some of each account is paid, some in part, some in flight: otherwise those filters would be empty. */
async function payPart(worker: Context, payables: Payable[]): Promise<void> {
  const share = Math.floor(payables.length / 20);
  const take = (most = share) => payables.splice(0, Math.min(share, most));
  const inBatches = async (chosen: Payable[], divisor: bigint, settles: boolean) => {
    for (let from = 0; from < chosen.length; from += BATCH) {
      const batch = chosen.slice(from, from + BATCH);
      const paymentId = await startPaying(worker, batch, divisor);
      const sumMinor = batch.reduce((sum, { openMinor }) => sum + (openMinor / divisor || 1n), 0n);
      if (settles) await settlePayment(worker, paymentId, sumMinor);
    }
  };
  await inBatches(take(), 1n, true);
  await inBatches(take(), 2n, true);
  // However large the account, little of it is being paid at any moment.
  await inBatches(take(IN_FLIGHT_MAX), 1n, false);
}

/** Milliseconds that one request takes. Where the second page begins is found out before. */
async function ask(account: Account, shape: Shape, pick: number): Promise<number> {
  const { ctx, customerId, numbers } = account;
  const number = numbers[Math.floor(pick * numbers.length)]!;
  const search = {
    "whole number": number,
    "number's end": number.slice(-7),
    "number's beginning": number.slice(0, 8),
  };
  const input: ListItemsInput = {
    ...shape.asked,
    customerIds: [customerId],
    limit: PAGE_ROWS,
    search: shape.search ? search[shape.search] : null,
  };
  if (shape.second) {
    if (!account.secondPages.has(shape)) account.secondPages.set(shape, (await listItems(ctx, input)).next);
    const cursor = account.secondPages.get(shape);
    if (!cursor) throw new Error(`"${shape.name}" has no second page.`);
    input.cursor = cursor;
  }
  const since = performance.now();
  const { rows } = await listItems(ctx, input);
  const took = performance.now() - since;
  if (rows.length === 0) throw new Error(`"${shape.name}" found nothing.`);
  return took;
}

async function timeTotals({ isQuick }: Bench, many: Account, few: Account, rounds: number): Promise<Round[]> {
  const time = async ({ ctx, customerId }: Account) => {
    const ms: number[] = [];
    for (let request = 0; request < (isQuick ? 3 : 10); request++) {
      const since = performance.now();
      await totalItems(ctx, { customerIds: [customerId] });
      ms.push(performance.now() - since);
    }
    return median(ms);
  };
  const found: Round[] = [];
  for (let round = -1; round < rounds; round++) {
    const [ours, floor] = [await time(many), await time(few)];
    if (round >= 0) found.push({ ours, floor });
  }
  return found;
}
