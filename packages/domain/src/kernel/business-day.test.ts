import { expect, test } from "vitest";
import { ageingOf, bucketOf } from "../statements/ageing.ts";
import { addDays, addWorkingDays, dayIn, daysBetween, isDay } from "./business-day.ts";

test.each([
  ["2026-11-18T04:59:59Z", "America/New_York", "2026-11-17"],
  ["2026-11-18T05:00:00Z", "America/New_York", "2026-11-18"],
  ["2026-11-18T10:00:00Z", "Pacific/Kiritimati", "2026-11-19"],
  ["2026-03-08T06:59:59Z", "America/New_York", "2026-03-08"],
  ["2026-03-29T00:30:00Z", "Europe/Berlin", "2026-03-29"],
])("%s in %s is %s", (instant, zone, day) => {
  expect(dayIn(new Date(instant), zone)).toBe(day);
});

test("days are calendar days, over leap days, month ends and summer time", () => {
  expect(addDays("2028-02-28", 1)).toBe("2028-02-29");
  expect(addDays("2026-01-31", 30)).toBe("2026-03-02");
  expect(daysBetween("2026-03-07", "2026-03-09")).toBe(2);
  expect(daysBetween("2026-11-18", "2026-11-01")).toBe(-17);
  expect(addWorkingDays("2026-11-18", 4)).toBe("2026-11-24");
  expect(addWorkingDays("2026-11-20", 1)).toBe("2026-11-23");
  expect(["2026-02-29", "2028-02-29", "2026-1-1", "tomorrow"].map(isDay)).toEqual([
    false,
    true,
    false,
    false,
  ]);
});

test.each([
  ["2026-11-18", "current"],
  ["2026-11-19", "current"],
  ["2026-11-17", "1-30"],
  ["2026-10-19", "1-30"],
  ["2026-10-18", "31-60"],
  ["2026-09-19", "31-60"],
  ["2026-09-18", "61-90"],
  ["2026-08-20", "61-90"],
  ["2026-08-19", "90+"],
])("due on %s is in the step %s on 18 November", (dueOn, bucket) => {
  expect(bucketOf(dueOn, "2026-11-18")).toBe(bucket);
});

test("the steps of age come to what is open", () => {
  const rows = [
    { dueOn: "2026-11-30", openMinor: 5n },
    { dueOn: "2026-11-01", openMinor: 7n },
    { dueOn: "2020-01-01", openMinor: 11n },
  ];
  expect(ageingOf(rows, "2026-11-18")).toEqual({
    current: 5n,
    "1-30": 7n,
    "31-60": 0n,
    "61-90": 0n,
    "90+": 11n,
  });
});
