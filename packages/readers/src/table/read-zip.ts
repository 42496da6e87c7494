import { crc32, inflateRawSync } from "node:zlib";
import { RefusedFile } from "../refused-file.ts";

/** What an archive may cost. Sizes are counted while inflating: what the archive declares is not believed. */
export type ZipLimits = {
  readonly maxEntries: number;
  /** Bytes of all entries that are read, inflated. */
  readonly maxInflated: number;
  /** Inflated bytes for one compressed byte, for entries over a megabyte. */
  readonly maxRatio: number;
};

const zipLimits: ZipLimits = { maxEntries: 2_000, maxInflated: 160 * 1024 * 1024, maxRatio: 250 };

const smallEntry = 1024 * 1024;
const endMark = 0x06054b50;
const entryMark = 0x02014b50;
const localMark = 0x04034b50;
const zip64Field = 1;

type Entry = {
  readonly name: string;
  readonly flags: number;
  readonly method: number;
  readonly crc: number;
  readonly compressed: number;
  readonly offset: number;
};

export type Zip = {
  readonly names: readonly string[];
  /** The bytes of an entry, whose name is compared without regard to case; null when there is none. */
  readonly read: (name: string) => Uint8Array | null;
};

/** Whether the bytes begin as a ZIP archive does. */
export function looksLikeZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b && (bytes[2] === 3 || bytes[2] === 5) && bytes.length >= 22;
}

/**
 * Opens a ZIP archive (PKWARE APPNOTE 6.3) by its central directory. Entries are inflated one at a time when asked
 * for, against one budget for all; encrypted entries, spanned archives and methods other than store and deflate are
 * refused.
 */
export function openZip(bytes: Uint8Array, limits: ZipLimits = zipLimits): Zip {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = directoryOf(view, limits);
  let budget = limits.maxInflated;
  return {
    names: [...entries.values()].map(({ name }) => name),
    read: (name) => {
      const entry = entries.get(name.toLowerCase().replace(/^\//, ""));
      if (!entry) return null;
      const data = inflate(view, entry, budget, limits);
      budget -= data.length;
      return data;
    },
  };
}

function damaged(cause?: unknown): RefusedFile {
  return new RefusedFile("zip-damaged", "The file is a damaged or incomplete archive.", null, cause);
}

function directoryOf(view: Buffer, limits: ZipLimits): Map<string, Entry> {
  const end = findEnd(view);
  const count = view.readUInt16LE(end + 10);
  if (view.readUInt16LE(end + 4) !== 0 || view.readUInt16LE(end + 8) !== count) throw damaged();
  if (count > limits.maxEntries) {
    throw new RefusedFile("zip-too-many-entries", `The archive has more than ${limits.maxEntries} entries.`);
  }
  const entries = new Map<string, Entry>();
  let position = view.readUInt32LE(end + 16);
  for (let index = 0; index < count; index++) {
    if (position + 46 > view.length || view.readUInt32LE(position) !== entryMark) throw damaged();
    const nameLength = view.readUInt16LE(position + 28);
    const extraLength = view.readUInt16LE(position + 30);
    const name = view.toString("utf8", position + 46, position + 46 + nameLength);
    const extra = view.subarray(position + 46 + nameLength, position + 46 + nameLength + extraLength);
    const entry = { name, ...entryAt(view, position, extra) };
    const key = name.toLowerCase().replaceAll("\\", "/").replace(/^\//, "");
    if (entries.has(key)) {
      throw new RefusedFile("zip-ambiguous", `The archive holds two entries named ${name.slice(0, 80)}.`);
    }
    entries.set(key, entry);
    position += 46 + nameLength + extraLength + view.readUInt16LE(position + 32);
  }
  return entries;
}

function findEnd(view: Buffer): number {
  const first = Math.max(0, view.length - 22 - 0xffff);
  for (let position = view.length - 22; position >= first; position--) {
    if (view.readUInt32LE(position) === endMark) return position;
  }
  throw damaged();
}

function entryAt(view: Buffer, position: number, extra: Buffer): Omit<Entry, "name"> {
  const inflated = view.readUInt32LE(position + 24);
  const compressed = view.readUInt32LE(position + 20);
  const offset = view.readUInt32LE(position + 42);
  const large = [inflated, compressed, offset].map((value) => value === 0xffffffff);
  const real = large.includes(true) ? zip64Values(extra, large.filter(Boolean).length) : [];
  if (large[0]) real.shift();
  return {
    flags: view.readUInt16LE(position + 8),
    method: view.readUInt16LE(position + 10),
    crc: view.readUInt32LE(position + 16),
    compressed: large[1] ? (real.shift() ?? 0) : compressed,
    offset: large[2] ? (real.shift() ?? 0) : offset,
  };
}

function zip64Values(extra: Buffer, count: number): number[] {
  let position = 0;
  while (position + 4 <= extra.length) {
    const length = extra.readUInt16LE(position + 2);
    if (
      extra.readUInt16LE(position) === zip64Field &&
      length >= count * 8 &&
      position + 4 + length <= extra.length
    ) {
      return Array.from({ length: count }, (_, at) => Number(extra.readBigUInt64LE(position + 4 + at * 8)));
    }
    position += 4 + length;
  }
  throw damaged();
}

function inflate(view: Buffer, entry: Entry, budget: number, limits: ZipLimits): Uint8Array {
  if (entry.flags & 1) {
    throw new RefusedFile("file-encrypted", "The file is protected by a password. Save it without one.");
  }
  if (entry.offset + 30 > view.length || view.readUInt32LE(entry.offset) !== localMark) throw damaged();
  const start =
    entry.offset + 30 + view.readUInt16LE(entry.offset + 26) + view.readUInt16LE(entry.offset + 28);
  const stored = view.subarray(start, start + entry.compressed);
  if (stored.length !== entry.compressed) throw damaged();
  const allowed = Math.min(budget, Math.max(smallEntry, stored.length * limits.maxRatio));
  const data = entry.method === 0 ? within(stored, allowed) : deflated(entry, stored, allowed);
  if (crc32(data) !== entry.crc) throw damaged();
  return data;
}

function tooLarge(cause?: unknown): RefusedFile {
  const sentence = "The archive unpacks to far more than a file of this kind holds.";
  return new RefusedFile("zip-bomb", sentence, null, cause);
}

function within(data: Uint8Array, allowed: number): Uint8Array {
  if (data.length > allowed) throw tooLarge();
  return data;
}

function deflated(entry: Entry, stored: Uint8Array, allowed: number): Uint8Array {
  if (entry.method !== 8 || allowed <= 0) throw entry.method === 8 ? tooLarge() : damaged();
  try {
    return inflateRawSync(stored, { maxOutputLength: allowed });
  } catch (cause) {
    const bomb = cause instanceof Error && "code" in cause && cause.code === "ERR_BUFFER_TOO_LARGE";
    throw bomb ? tooLarge(cause) : damaged(cause);
  }
}
