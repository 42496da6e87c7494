import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { newId } from "@openitem/db/ids";
import { tablePieces, textPdf } from "@openitem/readers/remittance/test-pdf";
import { afterAll, describe, expect, test } from "vitest";
import { close } from "../../test/world.ts";
import { addFile } from "../files/add-file.ts";
import { addRemittance } from "./add-remittance.ts";
import { listRemittances } from "./list-remittances.ts";
import { readAdvice } from "./read-advice.ts";
import { readRemittanceDetail } from "./read-remittance.ts";
import { bytesOf, csvOf, filing, newRemittanceWorld } from "./test/remittance-world.ts";
import { withdrawRemittance } from "./withdraw-remittance.ts";

afterAll(close);

const DATA = join(import.meta.dirname, "../../../../../shared/data/remittance");
const dataFiles = (folder: string): string[] =>
  readdirSync(join(DATA, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));

describe("an advice that is uploaded", () => {
  test("is read line by line, and each line finds the document it names", async () => {
    const world = await newRemittanceWorld();
    const first = await world.document({ number: "INV-2026-10188", amountMinor: 46_820_07n });
    const second = await world.document({ number: "INV-2026-09261", amountMinor: 3_000_00n });
    const short = await world.document({ number: "INV-2026-10190", amountMinor: 640_00n });
    const fits = await world.document({ number: "INV-2026-11102", amountMinor: 1_236_00n });
    const { remittance, lines, lacks } = await world.advised(
      csvOf([
        ["INV-2026-10188", "46820.07", "", "", "46820.07"],
        ["INV-2026-O9261", "3000.00", "", "", "3000.00"],
        ["INV-2026-10190", "640.00", "120.00", "12", "520.00"],
        ["INV-2026-10910", "1236.00", "", "", "1236.00"],
      ]),
    );
    expect(remittance).toMatchObject({
      status: "draft",
      currency: "USD",
      totalMinor: 51_576_07n,
      format: "csv",
      isScanned: false,
    });
    expect(lines.map((line) => [line.itemId, line.readAs.found, line.settled])).toEqual([
      [first, "exact", "document"],
      [second, "letters", "document"],
      [short, "exact", "document"],
      [null, undefined, "open"],
    ]);
    expect(lines[2]).toMatchObject({ deductionMinor: 120_00n, reasonCode: "12", reason: null });
    // What only fits by its amount is offered and never taken.
    expect(lines[3]?.proposed.map(({ itemId }) => itemId)).toEqual([fits]);
    expect(lacks.map(({ code, lineNo }) => [code, lineNo])).toEqual([
      ["remittance.day_missing", null],
      ["remittance.line_reason", 3],
      ["remittance.line_open", 4],
    ]);
  });

  test("in several parts makes a remittance of each", async () => {
    const world = await newRemittanceWorld();
    const dana = world.contact("payer");
    const file = readFileSync(join(DATA, "iso20022/moov/pain001-abc-three-currencies.xml"));
    await world.advised(file, { by: dana, name: "pain001.xml" });
    const { rows, counts } = await listRemittances(dana, { customerIds: [world.customerId] });
    expect(rows.map((row) => [row.currency, row.totalMinor, row.status])).toEqual(
      expect.arrayContaining([
        ["JPY", 10_000_000n, "draft"],
        ["EUR", 500_000_00n, "draft"],
        ["USD", 1_000_000_00n, "draft"],
      ]),
    );
    expect(counts).toMatchObject({ open: 3, check: 3, waiting: 0 });
  });

  test("as a PDF is read from its text", async () => {
    const world = await newRemittanceWorld();
    await world.document({ number: "INV-2026-10188", amountMinor: 1_200_00n });
    const pdf = textPdf([
      [
        { x: 50, y: 60, text: "Remittance advice MF-PAY-3391" },
        { x: 50, y: 80, text: "Payment date: 11/17/2026" },
        ...tablePieces(
          [
            ["Invoice number", "Gross amount", "Net amount"],
            ["INV-2026-10188", "1,200.00", "1,200.00"],
            ["Total", "1,200.00", "1,200.00"],
          ],
          [{ x: 50 }, { x: 350, right: true }, { x: 480, right: true }],
          140,
        ),
      ],
    ]);
    const { remittance, lines, lacks } = await world.advised(pdf, { name: "advice.pdf" });
    expect(remittance).toMatchObject({
      status: "draft",
      format: "pdf",
      totalMinor: 1_200_00n,
      paidOn: "2026-11-17",
    });
    expect(lines).toMatchObject([{ settled: "document", netMinor: 1_200_00n }]);
    expect(lacks).toEqual([]);
  });

  test("of a bank or a peer is taken, or refused in a sentence", async () => {
    const world = await newRemittanceWorld();
    const dana = world.contact("payer");
    for (const path of [...dataFiles("iso20022"), ...dataFiles("x12-820")]) {
      const { remittance } = await world.advised(readFileSync(path), {
        by: dana,
        name: path.split("/").at(-1),
      });
      expect(["draft", "unreadable"], path).toContain(remittance.status);
      expect(remittance.status === "unreadable", path).toBe(remittance.problem !== null);
    }
  });

  test("that is no advice says so and can be taken back", async () => {
    const world = await newRemittanceWorld();
    const dana = world.contact("payer");
    const { remittance } = await world.advised("Dear colleagues, see you on Monday.", {
      by: dana,
      name: "note.txt",
    });
    expect(remittance).toMatchObject({ status: "unreadable", problem: expect.stringMatching(/\w/) });
    await withdrawRemittance(dana, { remittanceId: remittance.id, key: newId() });
    expect((await readRemittanceDetail(dana, remittance.id)).remittance.status).toBe("withdrawn");
  });

  test("is refused when it is empty, too large or no kind of advice", async () => {
    const world = await newRemittanceWorld();
    await expect(world.upload("")).rejects.toMatchObject({ code: "file.empty" });
    await expect(world.upload(new Uint8Array(10_000_001).fill(65))).rejects.toMatchObject({
      code: "file.too_large",
    });
    const page = "<!doctype html><html><script>alert(1)</script></html>";
    await expect(world.upload(page, { name: "advice.xml" })).rejects.toMatchObject({ code: "file.type" });
    await expect(
      world.upload("<svg xmlns='http://www.w3.org/2000/svg'/>", { name: "a.xml" }),
    ).rejects.toMatchObject({
      code: "file.type",
    });
    const ctx = filing(world.contact("payer"));
    // Data is taken as a remittance, and as nothing else.
    await expect(
      addFile(
        ctx,
        { customerId: world.customerId, name: "a.xml" },
        bytesOf("<?xml version='1.0'?><Document/>"),
      ),
    ).rejects.toMatchObject({ code: "file.type" });
  });

  test("with more lines than are taken says how many are", async () => {
    const world = await newRemittanceWorld();
    const rows = Array.from({ length: 5_001 }, (_, at) => [`INV-${at + 10_000}`, "1.00", "", "", "1.00"]);
    const { remittance } = await world.advised(csvOf(rows));
    expect(remittance).toMatchObject({ status: "unreadable", problem: expect.stringContaining("5001") });
  });

  test("of five hundred lines finds them all", async () => {
    const world = await newRemittanceWorld();
    const numbers = await Promise.all(
      Array.from({ length: 500 }, async (_, at) => {
        const number = `INV-2025-${30_000 + at}`;
        await world.document({ number, amountMinor: 10_00n });
        return number;
      }),
    );
    const { lines } = await world.advised(csvOf(numbers.map((number) => [number, "10.00", "", "", "10.00"])));
    expect(lines.filter(({ settled }) => settled === "document")).toHaveLength(500);
  });
});

describe("the same advice", () => {
  test("sent twice or at once is one remittance", async () => {
    const world = await newRemittanceWorld();
    const dana = filing(world.contact("payer"));
    const { customerId } = world;
    const file = await addFile(
      dana,
      { customerId, name: "a.csv" },
      bytesOf(csvOf([["A-1000", "1", "", "", "1"]])),
    );
    const input = { remittanceId: newId(), customerId, fileId: file.id };
    const [one, two] = await Promise.all([addRemittance(dana, input), addRemittance(dana, input)]);
    expect(one).toEqual(two);
    expect((await listRemittances(dana, {})).rows).toHaveLength(1);
  });

  test("uploaded again leads to the first; taken back it may come again", async () => {
    const world = await newRemittanceWorld();
    const dana = world.contact("payer");
    const text = csvOf([["INV-2026-10188", "10.00", "", "", "10.00"]]);
    const first = await world.upload(text, { by: dana });
    await expect(world.upload(text, { by: dana, name: "again.csv" })).rejects.toMatchObject({
      code: "remittance.known",
      facts: { remittanceId: first.remittanceId, number: first.number },
    });
    const several = await Promise.allSettled(
      [1, 2, 3].map((at) =>
        world.upload(`${text}\nINV-2026-20000,1.00,,,1.00`, { by: dana, name: `${at}.csv` }),
      ),
    );
    expect(several.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await withdrawRemittance(dana, { remittanceId: first.remittanceId, key: newId() });
    const second = await world.upload(text, { by: dana });
    expect(second.number).not.toBe(first.number);
  });

  test("is read once, and not any more once it was taken back", async () => {
    const world = await newRemittanceWorld();
    const dana = world.contact("payer");
    const { remittanceId } = await world.upload(csvOf([["INV-2026-10188", "10.00", "", "", "10.00"]]), {
      by: dana,
    });
    const job = () => readAdvice(filing(world.worker), { remittanceId });
    await Promise.all([job(), job()]);
    await job();
    expect((await readRemittanceDetail(dana, remittanceId)).lines).toHaveLength(1);
    const gone = await world.upload(csvOf([["INV-2026-10189", "10.00", "", "", "10.00"]]), { by: dana });
    await withdrawRemittance(dana, { remittanceId: gone.remittanceId, key: newId() });
    await readAdvice(filing(world.worker), gone);
    expect((await readRemittanceDetail(dana, gone.remittanceId)).remittance.status).toBe("withdrawn");
  });
});

describe("a stranger", () => {
  test("sees nothing of it, names nothing of it, and does nothing to it", async () => {
    const world = await newRemittanceWorld();
    const neighbour = await world.customer();
    const eve = world.contact("admin", [neighbour]);
    const dana = world.contact("payer");
    const { remittanceId } = await world.upload(csvOf([["INV-2026-10188", "10.00", "", "", "10.00"]]), {
      by: dana,
    });
    await expect(readRemittanceDetail(eve, remittanceId)).rejects.toMatchObject({ kind: "missing" });
    await expect(withdrawRemittance(eve, { remittanceId, key: newId() })).rejects.toMatchObject({
      kind: "missing",
    });
    expect((await listRemittances(eve, { customerIds: [world.customerId] })).rows).toEqual([]);
    const file = await addFile(
      filing(dana),
      { customerId: world.customerId, name: "b.csv" },
      bytesOf(csvOf([["X-1000", "1", "", "", "1"]])),
    );
    const steal = { remittanceId: newId(), customerId: neighbour, fileId: file.id };
    await expect(addRemittance(eve, steal)).rejects.toMatchObject({ kind: "missing", code: "file.missing" });
  });

  test("is not found as the owner of a number: only the documents of the own accounts are looked at", async () => {
    const world = await newRemittanceWorld();
    const neighbour = await world.customer();
    await world.document({ number: "INV-2026-77777", customerId: neighbour, amountMinor: 10_00n });
    const { lines } = await world.advised(csvOf([["INV-2026-77777", "10.00", "", "", "10.00"]]));
    expect(lines[0]).toMatchObject({ itemId: null, settled: "open", proposed: [] });
  });

  test("a viewer reads and sends nothing", async () => {
    const world = await newRemittanceWorld();
    await expect(world.upload("a", { by: world.contact("viewer") })).rejects.toMatchObject({
      kind: "forbidden",
    });
  });
});
