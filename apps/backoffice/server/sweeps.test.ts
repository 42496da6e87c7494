import type { WorkingContext } from "@openitem/domain/jobs/handlers";
import { pino } from "pino";
import { expect, test } from "vitest";
import { SWEEPS, sweepAll } from "./sweeps.ts";

test("a sweep that fails is told and does not keep the others, and so is what one of them could not do", async () => {
  const lines: { level: number; sweep: string; failures?: string[]; done?: number }[] = [];
  const log = pino({ base: null }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  const asked: string[] = [];
  const contextFor = (work: string) => {
    asked.push(work);
    return {} as WorkingContext;
  };
  await sweepAll(contextFor, log, {
    first: () => Promise.reject(new Error("The provider is away")),
    second: async () => ({ done: 3, failures: ["PAY-1: no answer"] }),
    third: async () => ({ done: 1 }),
  });
  expect(asked).toEqual(["sweep-first", "sweep-second", "sweep-third"]);
  expect(lines.map(({ level, sweep, done, failures }) => [level, sweep, done, failures])).toEqual([
    [50, "first", undefined, undefined],
    [40, "second", 3, ["PAY-1: no answer"]],
    [30, "third", 1, undefined],
  ]);
});

test("money is looked at before what is judged by it", () => {
  const order = Object.keys(SWEEPS);
  expect(order.indexOf("payments")).toBeLessThan(order.indexOf("promises"));
  expect(order.indexOf("promises")).toBeLessThan(order.indexOf("charges"));
  expect(order).toEqual(expect.arrayContaining(["disputes", "reminders", "files"]));
});
