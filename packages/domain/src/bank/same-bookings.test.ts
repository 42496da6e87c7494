import { describe, expect, test } from "vitest";
import { type Booking, type Facts, namesOf, printOf } from "./booking.ts";
import { pairBookings, type Standing } from "./same-bookings.ts";

const facts: Facts = {
  reference: null,
  endToEndId: null,
  transactionCode: null,
  counterpartyName: null,
  counterpartyAccount: null,
  structured: [],
  unstructured: null,
  isReversal: false,
};

type Told = Partial<Facts> & { amountMinor?: bigint; bookedOn?: string; valueOn?: string };

function booking(over: Told = {}): Booking {
  const whole = { ...facts, amountMinor: 100n, bookedOn: "2026-11-16", valueOn: "2026-11-16", ...over };
  const names = namesOf([whole.reference, whole.endToEndId, ...whole.structured]);
  return { ...whole, print: printOf(whole), names, parts: [] };
}

let made = 0;
const stands = (over: Told = {}, format = "camt.053"): Standing => {
  made += 1;
  return { ...booking(over), entryId: `e${made}`, formats: new Set([format]), isApart: false };
};

const isSame = (one: Told, other: Told, formats: [string, string]): boolean =>
  pairBookings([booking(one)], [stands(other, formats[1])], formats[0])[0] !== null;

const CROSS: [string, string] = ["mt940", "camt.053"];
const ISO: [string, string] = ["camt.053", "camt.052"];
const ONE: [string, string] = ["camt.053", "camt.053"];

test.each<[string, Told, Told, [string, string], boolean]>([
  ["prints are equal", { unstructured: "Invoice 1" }, { unstructured: "INVOICE-1" }, ONE, true],
  ["one format tells another text", { unstructured: "Invoice 1" }, { unstructured: "Invoice 2" }, ONE, false],
  [
    "one format has the bank's reference twice",
    { reference: "B1", unstructured: "x" },
    { reference: "B1" },
    ONE,
    false,
  ],
  [
    "one format has the bank's reference twice, long enough to name it",
    { reference: "B-0001", unstructured: "x" },
    { reference: "B-0001" },
    ONE,
    true,
  ],
  ["amounts differ", { reference: "B-0001" }, { reference: "B-0001", amountMinor: 101n }, CROSS, false],
  [
    "days differ",
    { reference: "B-0001" },
    { reference: "B-0001", bookedOn: "2026-11-17", valueOn: "2026-11-17" },
    CROSS,
    false,
  ],
  [
    "one format knows one day only",
    { reference: "B-0001" },
    { reference: "B-0001", valueOn: "2026-11-13" },
    CROSS,
    true,
  ],
  [
    "both know both days, and they differ",
    { reference: "B-0001", valueOn: "2026-11-12" },
    { reference: "B-0001", valueOn: "2026-11-13" },
    CROSS,
    false,
  ],
  [
    "an end-to-end id is common",
    { endToEndId: "E2E-9" },
    { endToEndId: "e2e9", reference: "B-0001" },
    CROSS,
    true,
  ],
  [
    "end-to-end ids differ",
    { endToEndId: "E2E-9", unstructured: "same words" },
    { endToEndId: "E2E-8", unstructured: "same words" },
    CROSS,
    false,
  ],
  [
    "a text is cut",
    { unstructured: "PAYMENT OF INVOICE 4711 AJ" },
    { unstructured: "Payment of invoice 4711 Ajax" },
    CROSS,
    true,
  ],
  ["accents are written out", { counterpartyName: "MUELLER" }, { counterpartyName: "Müller" }, CROSS, true],
  [
    "texts name two invoices",
    { unstructured: "Invoice 4711 of May" },
    { unstructured: "Invoice 4712 of May" },
    CROSS,
    false,
  ],
  [
    "texts have nothing in common",
    { unstructured: "Invoice 4711" },
    { unstructured: "Subscription" },
    CROSS,
    false,
  ],
  [
    "names have nothing in common, though the text has",
    { counterpartyName: "Ajax", unstructured: "Rent for November 2026" },
    { counterpartyName: "Bolt", unstructured: "Rent for November 2026" },
    CROSS,
    false,
  ],
  [
    "an IBAN holds the number",
    { counterpartyAccount: "0532013000", unstructured: "Rent" },
    { counterpartyAccount: "DE89370400440532013000", unstructured: "Rent" },
    CROSS,
    true,
  ],
  [
    "accounts are two",
    { counterpartyAccount: "DE02120300000000202051", unstructured: "Rent" },
    { counterpartyAccount: "DE89370400440532013000", unstructured: "Rent" },
    CROSS,
    false,
  ],
  ["one of them says nothing", {}, { counterpartyName: "Ajax", unstructured: "Rent" }, CROSS, true],
  [
    "messages of ISO 20022 have two references",
    { reference: "B-0001", unstructured: "Rent" },
    { reference: "B-0002", unstructured: "Rent" },
    ISO,
    false,
  ],
])("when %s", (_what, one, other, formats, expected) => {
  expect(isSame(one, other, formats)).toBe(expected);
});

describe("among several", () => {
  test("as many are known as stand", () => {
    const twin = { unstructured: "Subscription" };
    const pairs = pairBookings(
      [booking(twin), booking(twin), booking(twin)],
      [stands(twin), stands(twin)],
      "camt.053",
    );
    expect(pairs.map((entry) => entry !== null)).toEqual([true, true, false]);
    expect(new Set(pairs.slice(0, 2)).size).toBe(2);
  });

  test("none takes what is more like another", () => {
    const ajax = stands({ unstructured: "Invoice 4711 of October" });
    const pairs = pairBookings(
      [
        booking({ unstructured: "Invoice 4712 of October" }),
        booking({ unstructured: "INVOICE 4711 OF OCTOBER" }),
      ],
      [ajax],
      "mt940",
    );
    expect(pairs).toEqual([null, ajax]);
  });

  test("what is apart is nobody's", () => {
    expect(pairBookings([booking()], [{ ...stands(), isApart: true }], "camt.053")).toEqual([null]);
  });

  test("ten thousand of one amount on one day find each their own, though only a number tells them apart", () => {
    const many = Array.from({ length: 10_000 }, (_, at) => `Payment of invoice ${at + 10_000}`);
    const pairs = pairBookings(
      many.map((unstructured) => booking({ unstructured })),
      many.map((text) => stands({ unstructured: `SEPA ${text.toUpperCase()}` })),
      "mt940",
    );
    expect(pairs.filter((entry, at) => !entry?.unstructured?.endsWith(many[at]!.toUpperCase()))).toEqual([]);
  });
});
