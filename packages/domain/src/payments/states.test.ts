import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { PAYMENT_MACHINE } from "./payment.ts";

const page = new URL("../../../../docs/states/payment.md", import.meta.url);

test("the drawing of a payment's states is the table that the commands use", () => {
  const drawn = [...readFileSync(page, "utf8").matchAll(/^ {2}(\w+) --> (\w+)$/gm)].map(
    ([, from, to]) => `${from} ${to}`,
  );
  const table = Object.entries(PAYMENT_MACHINE).flatMap(([from, nexts]) =>
    nexts.map((to) => `${from} ${to}`),
  );
  expect(drawn.sort()).toEqual(table.sort());
});
