import { expect, test } from "vitest";
import { numberFormat, serialDate } from "./number-format.ts";

test.each([
  [14, undefined, "date"],
  [22, undefined, "date"],
  [4, undefined, "number"],
  [164, "dd.mm.yyyy", "date"],
  [165, "[$-409]d-mmm-yy;@", "date"],
  [166, '#,##0.00 "day"', "number"],
  [167, "[Red]#,##0.00;[Blue]-#,##0.00", "number"],
  [168, "yyyy\\-mm\\-dd", "date"],
  [169, "[h]:mm", "date"],
  [170, "General", "number"],
  [171, "_-* #,##0.00 [$€-407]_-;-* #,##0.00 [$€-407]_-", "number"],
])("format %i %s shows a %s", (id, code, shows) => {
  expect(numberFormat(id, code).shows).toBe(shows);
});

test("serial numbers are the days spreadsheets count, the day that never was included", () => {
  expect(serialDate(1, false)).toBe("1900-01-01");
  expect(serialDate(61, false)).toBe("1900-03-01");
  expect(serialDate(46343, false)).toBe("2026-11-17");
  expect(serialDate(46343.75, false)).toBe("2026-11-17T18:00:00");
  expect(serialDate(44881, true)).toBe("2026-11-17");
  expect(serialDate(-1, false)).toBeNull();
});
