import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Calendar } from "../policies/policy.ts";
import { dueAfter, endOfDay, minutesBetween, minutesOfDay } from "./clock.ts";

const NEW_YORK = "America/New_York";
const week: Calendar = { opens: "09:00", closes: "17:00", weekdays: [1, 2, 3, 4, 5], holidays: [] };
/** A wall-clock time in New York. */
const at = (text: string) =>
  new Date(Temporal.PlainDateTime.from(text).toZonedDateTime(NEW_YORK).epochMilliseconds);

describe("when an answer is due", () => {
  test("40 hours from a Thursday morning are the next Thursday morning", () => {
    expect(dueAfter(at("2026-11-12T10:02"), 40 * 60, week, NEW_YORK)).toEqual(at("2026-11-19T10:02"));
  });

  test("what comes after closing counts from the next opening, also over a weekend", () => {
    expect(dueAfter(at("2026-11-13T18:30"), 90, week, NEW_YORK)).toEqual(at("2026-11-16T10:30"));
    expect(dueAfter(at("2026-11-14T11:00"), 0, week, NEW_YORK)).toEqual(at("2026-11-16T09:00"));
  });

  test("a whole day from opening is due at closing, not at the next opening", () => {
    expect(dueAfter(at("2026-11-16T09:00"), 480, week, NEW_YORK)).toEqual(at("2026-11-16T17:00"));
  });

  test("a holiday is skipped", () => {
    const thanksgiving = { ...week, holidays: ["2026-11-26"] };
    expect(dueAfter(at("2026-11-25T16:00"), 120, thanksgiving, NEW_YORK)).toEqual(at("2026-11-27T10:00"));
  });

  test("clocks that change at the weekend change nothing of the hours on the wall", () => {
    expect(dueAfter(at("2026-10-30T16:30"), 60, week, NEW_YORK)).toEqual(at("2026-11-02T09:30"));
    expect(dueAfter(at("2026-03-06T16:30"), 60, week, NEW_YORK)).toEqual(at("2026-03-09T09:30"));
  });

  test("where an office is open while clocks change, the hour that is missing does not pass", () => {
    const always: Calendar = { opens: "00:00", closes: "23:59", weekdays: [7], holidays: [] };
    expect(dueAfter(at("2026-03-08T01:00"), 120, always, NEW_YORK)).toEqual(at("2026-03-08T04:00"));
    expect(dueAfter(at("2026-11-01T00:30"), 120, always, NEW_YORK)).toEqual(
      new Date(at("2026-11-01T00:30").getTime() + 120 * 60_000),
    );
  });

  test("a calendar that never opens is refused instead of waited for", () => {
    expect(() => dueAfter(at("2026-11-16T09:00"), 60, { ...week, opens: "17:00" }, NEW_YORK)).toThrow(
      RangeError,
    );
  });
});

const calendars = fc
  .record({
    opens: fc.integer({ min: 0, max: 20 }),
    hours: fc.integer({ min: 1, max: 3 }),
    weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
    holidays: fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 10 }),
  })
  .map(({ opens, hours, weekdays, holidays }): Calendar => {
    const text = (hour: number) => `${String(hour).padStart(2, "0")}:00`;
    const day = (days: number) => Temporal.PlainDate.from("2026-10-01").add({ days }).toString();
    return { opens: text(opens), closes: text(opens + hours), weekdays, holidays: holidays.map(day) };
  });
const zones = fc.constantFrom(NEW_YORK, "Europe/Berlin", "Asia/Kolkata", "Australia/Lord_Howe", "UTC");
/** From October to December 2026, to the minute: the clocks change in between. */
const instants = fc
  .integer({ min: 0, max: 80 * 24 * 60 })
  .map((minute) => new Date(Date.UTC(2026, 9, 1) + minute * 60_000));
const budgets = fc.integer({ min: 0, max: 40 * 60 });

describe("office time, whatever the calendar, the zone and the moment", () => {
  test("what is due after so many minutes is so many minutes away", () => {
    fc.assert(
      fc.property(instants, budgets, calendars, zones, (from, minutes, calendar, zone) => {
        const due = dueAfter(from, minutes, calendar, zone);
        expect(minutesBetween(from, due, calendar, zone)).toBe(minutes);
        expect(minutesBetween(due, from, calendar, zone)).toBe(0 - minutes);
      }),
      { numRuns: 300 },
    );
  });

  test("stopping the clock and going on later takes nothing and gives nothing", () => {
    fc.assert(
      fc.property(instants, budgets, budgets, calendars, zones, (from, first, rest, calendar, zone) => {
        const whole = dueAfter(from, first + rest, calendar, zone);
        expect(dueAfter(dueAfter(from, first, calendar, zone), rest, calendar, zone)).toEqual(
          rest === 0 ? dueAfter(from, first, calendar, zone) : whole,
        );
      }),
      { numRuns: 300 },
    );
  });

  test("more minutes are never due earlier, and who comes later is never served earlier", () => {
    fc.assert(
      fc.property(instants, instants, budgets, budgets, calendars, zones, (a, b, m, n, calendar, zone) => {
        const [early, late] = a < b ? [a, b] : [b, a];
        const [few, many] = m < n ? [m, n] : [n, m];
        expect(dueAfter(early, few, calendar, zone) <= dueAfter(early, many, calendar, zone)).toBe(true);
        expect(dueAfter(early, few, calendar, zone) <= dueAfter(late, few, calendar, zone)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("nothing is due on a holiday or outside of the weekdays, and no minute of them counts", () => {
    fc.assert(
      fc.property(instants, budgets, calendars, zones, (from, minutes, calendar, zone) => {
        const due = Temporal.Instant.fromEpochMilliseconds(
          dueAfter(from, minutes, calendar, zone).getTime(),
        ).toZonedDateTimeISO(zone);
        expect(calendar.weekdays).toContain(due.dayOfWeek);
        expect(calendar.holidays).not.toContain(due.toPlainDate().toString());
        for (const holiday of calendar.holidays) {
          const begin = Temporal.PlainDate.from(holiday).toZonedDateTime(zone);
          const end = begin.add({ days: 1 });
          expect(
            minutesBetween(
              new Date(begin.epochMilliseconds),
              new Date(end.epochMilliseconds - 1),
              calendar,
              zone,
            ),
          ).toBe(0);
        }
      }),
      { numRuns: 200 },
    );
  });
});

test("a day of office hours, and the end of a day where people are", () => {
  expect(minutesOfDay(week)).toBe(480);
  expect(endOfDay("2026-11-18", NEW_YORK)).toEqual(new Date("2026-11-19T04:59:59.999Z"));
});
