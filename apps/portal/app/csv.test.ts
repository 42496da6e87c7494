import { expect, test } from "vitest";
import { attachment, csvLine } from "./csv.ts";

test("names with commas and quotes stay one cell", () => {
  expect(csvLine(["Meridian, Inc.", 'the "old" one', null, 7])).toBe(
    '"Meridian, Inc.","the ""old"" one",,7\r\n',
  );
});

test.each(["=1+1", "+SUM(A1)", "@cmd", "-2+3", "\t=1"])(
  "%j is text to a spreadsheet, not a formula",
  (text) => {
    expect(csvLine([text])).toBe(`'${text}\r\n`);
  },
);

test("a negative amount stays a number", () => {
  expect(csvLine(["-1234.50"])).toBe("-1234.50\r\n");
});

test("a file's name cannot break out of its header", () => {
  expect(attachment('INV/1"; x=\r\ny.pdf')).toBe('attachment; filename="INV-1-x-y.pdf"');
});
