import { describe, expect, test } from "vitest";
import { areApart, gapsOf, type Link } from "./statement-chain.ts";

const link = (id: string, over: Partial<Link> = {}): Link => ({
  id,
  kind: "statement",
  sha256: id,
  position: 1,
  from: "2026-11-16",
  to: "2026-11-16",
  openingMinor: 0n,
  closingMinor: 0n,
  ...over,
});

const day = (on: string, opening: bigint | null, closing: bigint | null, over: Partial<Link> = {}) =>
  link(`${on} ${opening}`, { from: on, to: on, openingMinor: opening, closingMinor: closing, ...over });

const none: ReadonlySet<number> = new Set();

describe("two statements have nothing in common", () => {
  const morning = day("2026-11-16", 0n, 10n);
  const evening = day("2026-11-16", 10n, 25n);

  test("when one opens where the other closed", () => {
    expect(areApart(morning, evening, none)).toBe(true);
    expect(areApart(evening, morning, none)).toBe(true);
  });

  test.each<[string, Link, Link]>([
    ["they tell of the same time", morning, day("2026-11-16", 0n, 10n, { sha256: "other" })],
    ["one of them moved nothing and could be in the other", day("2026-11-16", 10n, 10n), evening],
    ["one is a report of the day so far", { ...morning, kind: "report" }, evening],
    ["the later one begins before the other ended", { ...morning, to: "2026-11-20" }, evening],
    [
      "balances are not stated",
      day("2026-11-16", null, null),
      day("2026-11-16", null, null, { id: "x", sha256: "x" }),
    ],
  ])("unless %s", (_why, one, other) => {
    expect(areApart(one, other, none)).toBe(false);
  });

  test("when they stand in one file, and neither repeats the other", () => {
    const [one, other] = [1, 2].map((position) =>
      day("2026-11-16", null, null, { sha256: "file", position }),
    ) as [Link, Link];
    expect(areApart(one, other, none)).toBe(true);
    expect(areApart(one, other, new Set([2]))).toBe(false);
    expect(areApart({ ...one, openingMinor: 5n }, { ...other, openingMinor: 5n }, none)).toBe(false);
  });
});

describe("gaps", () => {
  const days = (links: Link[]) => gapsOf(links).map(({ after, before }) => `${after} to ${before}`);

  test("are where a statement opens otherwise than the one before closed", () => {
    expect(days([day("2026-11-10", 0n, 5n), day("2026-11-13", 7n, 9n), day("2026-11-16", 9n, 9n)])).toEqual([
      "2026-11-10 to 2026-11-13",
    ]);
    expect(gapsOf([day("2026-11-10", 0n, 5n), day("2026-11-11", 7n, 9n)])).toMatchObject([
      { missingFrom: null, missingTo: null, closingMinor: 5n, openingMinor: 7n },
    ]);
  });

  test("are none over days on which nothing moved, in whatever order statements came", () => {
    expect(days([day("2026-11-16", 5n, 6n), day("2026-11-10", 0n, 5n)])).toEqual([]);
    expect(days([])).toEqual([]);
  });

  test("are none between several statements of a day", () => {
    const parts = [day("2026-11-16", 8n, 9n), day("2026-11-16", 5n, 8n), day("2026-11-16", 0n, 5n)];
    expect(days([day("2026-11-13", -1n, 0n), ...parts, day("2026-11-17", 9n, 3n)])).toEqual([]);
  });

  test("are none where a month covers what its days leave out", () => {
    const month = link("month", {
      from: "2026-11-01",
      to: "2026-11-30",
      openingMinor: 0n,
      closingMinor: 50n,
    });
    expect(
      days([month, day("2026-11-04", 7n, 9n), day("2026-11-20", 30n, 31n), day("2026-12-01", 50n, 51n)]),
    ).toEqual([]);
  });

  test("are told by working days where balances are not stated", () => {
    expect(days([day("2026-11-13", null, null), day("2026-11-16", null, null)])).toEqual([]);
    expect(days([day("2026-11-12", null, null), day("2026-11-16", null, null)])).toEqual([
      "2026-11-12 to 2026-11-16",
    ]);
    expect(days([day("2026-11-12", null, 3n), day("2026-11-17", null, 4n)])).toEqual([
      "2026-11-12 to 2026-11-17",
    ]);
  });

  test("are told once, though two formats show them", () => {
    const twice = [day("2026-11-16", 7n, 9n), day("2026-11-16", 7n, 9n, { id: "other", from: "2026-11-13" })];
    expect(days([day("2026-11-10", 0n, 5n), ...twice])).toHaveLength(1);
  });
});
