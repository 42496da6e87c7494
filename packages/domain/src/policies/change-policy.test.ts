import { newId } from "@openitem/db/ids";
import { afterAll, expect, test } from "vitest";
import { close, newWorld } from "../../test/world.ts";
import { read } from "../kernel/transact.ts";
import { changePolicy } from "./change-policy.ts";
import { readPolicy } from "./read-policy.ts";

afterAll(close);

test.each([
  { opens: "09:00", closes: "09:00" },
  { opens: "17:00", closes: "09:00" },
  { opens: "18:00" },
  { weekdays: [] },
])("an office that never opens is refused: %o", async (rules) => {
  const world = await newWorld();
  const manager = world.staff("manager");
  const change = { key: newId(), kind: "calendar" as const, basedOn: 0, reason: "New hours" };
  await expect(changePolicy(manager, { ...change, rules })).rejects.toMatchObject({
    code: "policy.invalid",
    facts: { field: "weekdays" in rules ? "weekdays" : "closes" },
  });
  const inForce = await read(manager, (tx) => readPolicy(tx, manager, "calendar"));
  expect(inForce).toMatchObject({ version: 0, opens: "09:00", closes: "17:00" });
});
