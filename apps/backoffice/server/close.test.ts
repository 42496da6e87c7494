import { newId } from "@openitem/db/ids";
import { closeCsv } from "@openitem/domain/close/close-sheets";
import { close } from "@openitem/domain/test/world";
import exceljs from "exceljs";
import { afterAll, expect, test } from "vitest";
import { callerAs, callerFor, newWorld } from "../test/office.ts";
import { closeXlsx } from "./close-files.ts";

afterAll(close);

const OCTOBER = { month: "2026-10" };

test("finance prepares and a manager closes through the API, and whoever may not is refused with his sentence", async () => {
  const world = await newWorld();
  await world.document();
  const finance = callerAs(world, world.staff("finance"));
  const manager = callerAs(world, world.staff("manager"));
  const { entity } = await finance.close.read(OCTOBER);
  const { periodId } = await finance.close.begin({ key: newId(), legalEntityId: entity.id, ...OCTOBER });
  await finance.close.note({
    key: newId(),
    periodId,
    check: "allowance_reviewed",
    note: "Shares of the policy.",
    ownerId: null,
  });
  await expect(manager.close.close({ key: newId(), periodId })).rejects.toMatchObject({
    code: "CONFLICT",
    message: "Some checks still wait for a note or a signature.",
  });
  const { checks } = await finance.close.read(OCTOBER);
  for (const { check, figure, state } of checks)
    if (state === "to_sign") await finance.close.sign({ key: newId(), periodId, check, figure });
  await expect(finance.close.close({ key: newId(), periodId })).rejects.toMatchObject({ code: "FORBIDDEN" });
  await manager.close.close({ key: newId(), periodId });
  expect((await manager.close.read(OCTOBER)).period.status).toBe("closed");
  expect((await manager.close.read({})).period.month).toBe("2026-11");
  await manager.close.reopen({ key: newId(), periodId, reason: "A bill is missing" });
  expect((await manager.close.read({})).period.month).toBe("2026-10");
  await expect(callerFor(world, null).close.read({})).rejects.toMatchObject({ code: "UNAUTHORIZED" });
});

test("a month is taken away as CSV and as a workbook with the same figures", async () => {
  const world = await newWorld();
  await world.document({ amountMinor: 1_234_56n });
  await world.document({ amountMinor: 70_000n, currency: "JPY" });
  const view = await callerFor(world, "auditor").close.read(OCTOBER);
  const csv = closeCsv(view);
  expect(csv).toContain("\r\nUS01,2026-10-01,2026-10-31,roll-forward,USD,closing,1234.56\r\n");
  expect(csv).toContain("\r\nUS01,2026-10-01,2026-10-31,control,JPY,receivable,70000\r\n");
  expect(csv).toContain("\r\nUS01,2026-10-01,2026-10-31,ageing,USD,current,1234.56\r\n");

  const book = new exceljs.Workbook();
  await book.xlsx.load((await closeXlsx(view)).buffer);
  expect(book.worksheets.map(({ name }) => name)).toEqual([
    "roll-forward",
    "control accounts",
    "ageing",
    "checks",
  ]);
  const rows = book.getWorksheet("roll-forward")?.getSheetValues() as unknown[][];
  const closing = rows.filter((row) => row?.[2] === "closing").map((row) => row.slice(1));
  expect(closing).toEqual([
    ["JPY", "closing", 70_000],
    ["USD", "closing", 1234.56],
  ]);
});
