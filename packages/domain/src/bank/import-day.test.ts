import { spawn } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { appUrl, type World } from "../../test/world.ts";
import { type CamtStatement, camtOf } from "./camt-statement.ts";
import { balanceOf, bring, close, newBank, owner, paid, statement } from "./test/bank-world.ts";

afterAll(close);

const STATEMENTS = 10;
const ENTRIES = 1_000;

/** A day of 10,000 bookings in ten statements that follow one another; every tenth is a batch of two, some are equal. */
function aDay(statements = STATEMENTS, entries = ENTRIES): Uint8Array {
  let cents = 0;
  const text = (value: number) => (value / 100).toFixed(2);
  const all = Array.from({ length: statements }, (_, at): CamtStatement => {
    const opening = text(cents);
    const lines = Array.from({ length: entries }, (_, index) => {
      // Truly equal ones stand in the same statement.
      const own = index % 50 === 1 ? index - 1 : index;
      const amount = 1_000 + (own % 700);
      const number = `INV-2026-${String(at * entries + own).padStart(6, "0")}`;
      cents += amount;
      const half = Math.floor(amount / 2);
      const parts = [half, amount - half].map((part) => ({ amount: text(part), name: "Two", text: number }));
      return paid(text(amount), {
        name: `Customer ${own % 97}`,
        text: `Payment of ${number}`,
        ...(own % 10 === 5 ? { parts } : {}),
      });
    });
    return statement({ id: `DAY-${at + 1}`, opening, closing: text(cents), entries: lines });
  });
  return camtOf("camt.053", all);
}

/** Everything about the money at the bank that does not depend on when it was written, as one fingerprint a line. */
async function fingerprint(world: World): Promise<Record<string, unknown>> {
  const org = world.organizationId;
  const [lines] = await owner`
    select count(*)::int as count, md5(string_agg(concat_ws('|', print, occurrence, part, amount_minor, state, counterparty_name, unstructured), '
' order by print, occurrence, part)) as hash from bank_lines where organization_id = ${org}`;
  const [posted] = await owner`
    select count(*)::int as count, md5(string_agg(concat_ws('|', l.print, l.occurrence, t.debit, t.credit, t.amount_minor, t.value_on), '
' order by l.print, l.occurrence)) as hash
    from transfers t join bank_lines l on l.organization_id = t.organization_id and l.id = t.cause_id where t.organization_id = ${org}`;
  const statements = await owner`
    select position, entries, new_entries, status, (select count(*)::int from bank_statement_entries m
      where m.organization_id = s.organization_id and m.statement_id = s.id) as shown
    from bank_statements s where organization_id = ${org} order by position`;
  return {
    lines,
    posted,
    statements: statements.map((row) => ({ ...row })),
    bank: await balanceOf(world, "bank"),
  };
}

test("a day of 10,000 lines killed in the middle, resumed and imported again is the same day imported once", async () => {
  const bytes = aDay();
  const once = await newBank();
  expect(await bring(once.finance, bytes)).toMatchObject({
    entries: 10_000,
    new: 10_000,
    known: 0,
    held: 0,
  });
  const whole = await fingerprint(once.world);
  expect(whole).toMatchObject({ lines: { count: 12_000 }, posted: { count: 10_000 } });
  expect(await bring(once.finance, bytes)).toMatchObject({ new: 0, known: 10_000 });
  expect(await fingerprint(once.world)).toEqual(whole);
  expect(await once.world.differences()).toEqual([]);

  const killed = await newBank();
  const file = join(mkdtempSync(join(tmpdir(), "openitem-day-")), "day.xml");
  writeFileSync(file, bytes);
  const script = fileURLToPath(new URL("./test/import-in-child.ts", import.meta.url));
  const child = spawn(process.execPath, [script, appUrl, killed.world.organizationId, file], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<NodeJS.Signals | null>((resolve) =>
    child.on("exit", (_code, signal) => resolve(signal)),
  );
  for await (const line of createInterface({ input: child.stdout }))
    if (line === "4") {
      child.kill("SIGKILL");
      break;
    }
  expect(await ended).toBe("SIGKILL");
  const [left] = await owner`
    select count(*)::int as statements from bank_statements where organization_id = ${killed.world.organizationId}`;
  expect(left?.statements).toBeGreaterThanOrEqual(4);
  expect(left?.statements).toBeLessThan(STATEMENTS);
  // Whole statements stand, and the books agree as far as they go.
  expect(await killed.world.differences()).toEqual([]);

  const resumed = await bring(killed.finance, bytes);
  expect(resumed).toMatchObject({ entries: 10_000, held: 0, known: left?.statements * ENTRIES });
  expect(await fingerprint(killed.world)).toEqual(whole);
  expect(await killed.world.differences()).toEqual([]);
}, 300_000);

test("two who import the same day at once book it once", async () => {
  const { world, finance } = await newBank();
  const bytes = aDay(4, 50);
  const reports = await Promise.all([bring(finance, bytes), bring(world.staff("manager"), bytes)]);
  expect(reports.map((report) => report.new).reduce((a, b) => a + b)).toBe(200);
  expect(await balanceOf(world, "bank_clearing")).toBe(-(await balanceOf(world, "bank")));
  expect(await world.differences()).toEqual([]);
});

test("one statement of 10,000 entries is one transaction", async () => {
  const { world, finance } = await newBank();
  const bytes = aDay(1, 10_000);
  expect(await bring(finance, bytes)).toMatchObject({ new: 10_000, held: 0 });
  expect(await world.differences()).toEqual([]);
}, 60_000);
