import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { addDays } from "../kernel/business-day.ts";
import { type CamtEntry, camtOf } from "./camt-statement.ts";
import { booksOf, bring, close, newBank, paid, statement } from "./test/bank-world.ts";

afterAll(close);

/*
 * One ledger at the bank, told in any statements that a bank could make of it: however they are cut, overlap, repeat
 * and follow one another, our books hold the ledger once.
 */

const booking = fc.record({
  /** Few amounts, names and days, so that many are equal. */
  cents: fc.constantFrom(1_000, 1_000, 2_500, -1_000, 7_77),
  name: fc.constantFrom("Ajax GmbH", "Bolt AG"),
  days: fc.constantFrom(0, 0, 0, 1),
  hasReference: fc.boolean(),
});

type Told = { kind: "camt.052" | "camt.053"; from: number; to: number };

const ledger = fc.array(booking, { minLength: 1, maxLength: 14 }).chain((bookings) =>
  fc.record({
    bookings: fc.constant(bookings),
    told: fc.array(
      fc.record({
        kind: fc.constantFrom("camt.052" as const, "camt.053" as const),
        from: fc.nat(bookings.length - 1),
        length: fc.integer({ min: 1, max: bookings.length }),
      }),
      { maxLength: 5 },
    ),
  }),
);

test("whatever statements of one ledger come in whatever order, the books hold it once", async () => {
  await fc.assert(
    fc.asyncProperty(ledger, async ({ bookings, told }) => {
      const { world, finance } = await newBank();
      let day = "2026-11-02";
      const entries = bookings.map((each, at): CamtEntry & { cents: number } => {
        day = addDays(day, each.days);
        return {
          ...paid((each.cents / 100).toFixed(2), {
            bookedOn: day,
            name: each.name,
            text: "Subscription",
            ...(each.hasReference ? { reference: `BANK-${at}` } : {}),
          }),
          cents: each.cents,
        };
      });
      const balances = [100_000];
      for (const { cents } of entries) balances.push(balances.at(-1)! + cents);
      const text = (cents: number) => (cents / 100).toFixed(2);
      const whole = (from: number, to: number, kind: Told["kind"]) => {
        // A report of a day begins where the day does.
        const start = kind === "camt.052" ? firstOfDay(entries, to) : from;
        const part = entries.slice(start, to + 1);
        return camtOf(kind, [
          statement({
            id: `${kind} ${start} ${to}`,
            from: part[0]!.bookedOn!,
            to: part.at(-1)!.bookedOn!,
            ...(kind === "camt.053"
              ? { opening: text(balances[start]!), closing: text(balances[to + 1]!) }
              : {}),
            entries: part,
          }),
        ]);
      };
      for (const { kind, from, length } of told) {
        const to = Math.min(from + length, entries.length) - 1;
        const report = await bring(finance, whole(from, to, kind));
        expect(report.held).toBe(0);
      }
      await bring(finance, whole(0, entries.length - 1, "camt.053"));
      const { lines, posted } = await booksOf(world);
      const total = entries.reduce((sum, { cents }) => sum + cents, 0);
      expect(posted).toBe(`${entries.length} of ${total}`);
      const expected = entries.map(({ bookedOn, cents }) => `${bookedOn} ${cents} open`);
      expect([...lines].sort()).toEqual(expected.sort());
      expect(await world.differences()).toEqual([]);
    }),
    { numRuns: 30 },
  );
}, 120_000);

const firstOfDay = (entries: readonly CamtEntry[], at: number): number =>
  entries.findIndex((entry) => entry.bookedOn === entries[at]?.bookedOn);
