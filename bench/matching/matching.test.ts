import { describe, expect, test } from "vitest";
import { chanceFrom } from "./chance.ts";
import type { Numbering } from "./open-items.ts";
import { scenarioOf } from "./payments.ts";
import { recallOf, tallyOf } from "./tally.ts";

const SETS: [numbering: Numbering, seed: number][] = [
  ["as it is", 11],
  ["year", 12],
  ["plain eight", 13],
  ["dashed", 14],
  ["letters", 15],
  ["digits", 16],
];

describe.each(SETS)("payments with numbers %s, seed %d", (numbering, seed) => {
  const scenario = scenarioOf(chanceFrom(seed), { items: 6_000, lines: 2_500, numbering });
  const tally = tallyOf(scenario);

  test("nothing is applied by itself that should not be", () => {
    expect(
      tally.wrong.map(({ payment, outcome }) => [payment.kind, payment.money.unstructured, outcome.rule]),
    ).toEqual([]);
  });

  test("clean references are applied by themselves in 97 of 100 lines, noisy ones in 85", () => {
    expect(recallOf(tally.byQuality.get("clean")!)).toBeGreaterThanOrEqual(0.97);
    expect(recallOf(tally.byQuality.get("noisy")!)).toBeGreaterThanOrEqual(0.85);
  });

  test("the same payments give the same answers", () => {
    const again = tallyOf(scenarioOf(chanceFrom(seed), { items: 6_000, lines: 2_500, numbering }));
    expect(again.total).toEqual(tally.total);
  });
});
