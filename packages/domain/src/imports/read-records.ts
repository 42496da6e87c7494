import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { PassThrough, type Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip } from "node:zlib";
import { CsvError, parse } from "csv-parse";
import { Refusal } from "../kernel/refusal.ts";
import { detectDelimiter } from "./columns.ts";

/** One record of a file, its cells as text; `problem` instead when the reader could make nothing of it. */
export type FileRecord = { line: number; cells: string[]; problem: string | null };

/** What is known of the file while it is read; `sha256` is of the file as it came, packed or not, at its end. */
export type FileProgress = { bytesRead: number; sha256: string };

/** A cell or a quote that never ends stops here instead of filling the memory. */
const RECORD_CHARACTERS_MAX = 200_000;
const HEADER_BYTES_MAX = 64 * 1024;

/**
 * Reads a CSV file, some records at a time, in bounded memory: gz, byte order mark, either line end, blank lines and stray
 * quotes are taken as they come; comma, semicolon, tab or bar between cells is found out from the first line.
 * `progress` is kept up to date. Refuses `import.unreadable` when the bytes are not such a file.
 */
export async function* readRecords(
  source: Readable | string,
  { gz, progress }: { gz: boolean; progress: FileProgress },
): AsyncGenerator<FileRecord[]> {
  const raw = typeof source === "string" ? createReadStream(source, { highWaterMark: 256 * 1024 }) : source;
  const hash = createHash("sha256");
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      progress.bytesRead += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      progress.sha256 = hash.digest("hex");
      done();
    },
  });
  const plain = gz ? createGunzip() : new PassThrough();
  const unpacking = pipeline(raw, meter, plain);
  // A failure reaches whoever reads `plain` as well; it is reported there.
  unpacking.catch(() => {});
  try {
    yield* parsed(plain);
    await unpacking;
  } catch (error) {
    throw unreadable(error);
  } finally {
    raw.destroy();
    plain.destroy();
  }
}

async function* parsed(plain: Readable): AsyncGenerator<FileRecord[]> {
  const chunks = plain[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  const { head, headerLine } = await readHeader(chunks);
  let ready: FileRecord[] = [];
  let lastLine = 0;
  let endless: Refusal | null = null;
  const parser = parse({
    delimiter: detectDelimiter(headerLine),
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    max_record_size: RECORD_CHARACTERS_MAX,
    // Records are taken here, many to a chunk; handing on null keeps them from being streamed out one by one.
    on_record: (cells: string[], { lines }) => {
      lastLine = lines;
      if (cells.some((text) => text.trim() !== "")) ready.push({ line: lines, cells, problem: null });
      return null;
    },
    on_skip: (error) => {
      const problem = `a quote opened in or after line ${lastLine + 1} is never closed`;
      if (error?.code === "CSV_MAX_RECORD_SIZE")
        endless ??= new Refusal(
          "invalid",
          "import.unreadable",
          `From here nothing can be read: ${problem}.`,
          {
            line: lastLine + 1,
          },
        );
      else ready.push({ line: lastLine + 1, cells: [], problem });
      return undefined;
    },
  });
  const taken = async (write: (done: (error?: Error | null) => void) => void) => {
    await new Promise<void>((resolve, reject) => write((error) => (error ? reject(error) : resolve())));
    const records = ready;
    ready = [];
    return records;
  };
  for (let chunk: Buffer | undefined = head; chunk; ) {
    const bytes: Buffer = chunk;
    yield await taken((done) => parser.write(bytes, done));
    if (endless) throw endless;
    const next = await chunks.next();
    chunk = next.done ? undefined : next.value;
  }
  yield await taken((done) => parser.end(done));
  if (endless) throw endless;
}

/** Takes chunks up to the end of the first line that holds anything. */
async function readHeader(chunks: AsyncIterator<Buffer>): Promise<{ head: Buffer; headerLine: string }> {
  let head: Buffer = Buffer.alloc(0);
  for (;;) {
    const next = await chunks.next();
    if (!next.done) head = Buffer.concat([head, next.value]);
    if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff))
      throw new Refusal("invalid", "import.unreadable", "The file is in UTF-16. Save it as UTF-8.");
    const headerLine = /^\s*([^\r\n]+)[\r\n]/.exec(head.toString("utf8"))?.[1];
    if (headerLine !== undefined) return { head, headerLine };
    if (next.done || head.length > HEADER_BYTES_MAX)
      return { head, headerLine: head.toString("utf8").trim() };
  }
}

/** Errors of the file itself are the caller's to hear; all others stay what they are. */
function unreadable(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const sentences: Record<string, string> = {
    ENOENT: "There is no such file.",
    EACCES: "This file may not be read.",
    EISDIR: "This is a folder, not a file.",
    Z_DATA_ERROR: "The file is not gz, or it is damaged.",
    Z_BUF_ERROR: "The file ends in the middle of its gz data.",
  };
  const sentence = sentences[code] ?? (error instanceof CsvError ? "This is not a CSV file." : undefined);
  return sentence === undefined ? error : new Refusal("invalid", "import.unreadable", sentence, { code });
}
