import { Readable } from "node:stream";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { detectDelimiter } from "./columns.ts";
import { DocumentsSeen } from "./documents-seen.ts";
import { type FileRecord, readRecords } from "./read-records.ts";

async function recordsOf(chunks: Buffer[], gz = false): Promise<FileRecord[]> {
  const found: FileRecord[] = [];
  const progress = { bytesRead: 0, sha256: "" };
  for await (const records of readRecords(Readable.from(chunks), { gz, progress })) found.push(...records);
  return found;
}

const text = (content: string) => recordsOf([Buffer.from(content)]);

test("reads past a byte order mark, Windows line ends, blank lines and quotes, with line numbers kept", async () => {
  const records = await text('\ufeffa;b\r\n1;"x;y"\r\n\r\n;\r\n2;say "so"\r\n');
  expect(records).toEqual([
    { line: 1, cells: ["a", "b"], problem: null },
    { line: 2, cells: ["1", "x;y"], problem: null },
    { line: 5, cells: ["2", 'say "so"'], problem: null },
  ]);
});

test("a quote that is never closed is a problem of its row, not the end of the run", async () => {
  const records = await text('a,b\n1,2\n3,"4\n');
  expect(records.map(({ problem }) => problem)).toEqual([
    null,
    null,
    "a quote opened in or after line 3 is never closed",
  ]);
});

test("a quote that swallows the rest of a large file stops the run", async () => {
  await expect(text(`a,b\n1,"${"x,y\n".repeat(100_000)}`)).rejects.toMatchObject({
    code: "import.unreadable",
  });
});

test("packed files are unpacked; damaged ones, cut ones and wrong ones are refused", async () => {
  const packed = gzipSync(`a,b\n${"1,2\n".repeat(5_000)}`);
  expect(await recordsOf([packed], true)).toHaveLength(5_001);
  for (const broken of [packed.subarray(0, 60), Buffer.from("a,b\n1,2\n")])
    await expect(recordsOf([broken], true)).rejects.toMatchObject({ code: "import.unreadable" });
  await expect(recordsOf([Buffer.from("\ufeffa,b", "utf16le")])).rejects.toMatchObject({
    code: "import.unreadable",
  });
});

test("however a file is cut into chunks, its records are the same", async () => {
  const content = Buffer.from('nummer,name\r\n1,Müller\r\n2,"Ščurek, ""the"" second"\r\n3,東京\r\n');
  const whole = await recordsOf([content]);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(content.length), { maxLength: 8 }), async (cuts) => {
      const places = [0, ...cuts.sort((a, b) => a - b), content.length];
      const chunks = places.slice(1).map((place, index) => content.subarray(places[index], place));
      expect(await recordsOf(chunks)).toEqual(whole);
    }),
    { numRuns: 50 },
  );
});

test.each([
  ["a,b;c,d", ","],
  ["a;b;c", ";"],
  ["a\tb", "\t"],
  ['"x,y,z";b', ";"],
  ["alone", ","],
])("the cells of %s are parted by %j", (header, delimiter) => {
  expect(detectDelimiter(header)).toBe(delimiter);
});

test("a document is remembered by the row that named it first, among any number of others", () => {
  const names = fc.array(fc.tuple(fc.nat(300), fc.nat(2)), { maxLength: 3_000 });
  fc.assert(
    fc.property(names, (rows) => {
      const seen = new DocumentsSeen();
      const model = new Map<string, { row: number; contents: string }>();
      for (const [index, [name, content]] of rows.entries()) {
        const [key, contents, row] = [`INV-${name}`, `contents ${content}`, index + 2];
        const before = model.get(key);
        const expected = before ? { row: before.row, same: before.contents === contents } : null;
        expect(seen.add(key, contents, row)).toEqual(expected);
        if (!before) model.set(key, { row, contents });
      }
    }),
  );
});
