import { RefusedFile } from "../refused-file.ts";

/** A picture's measures as its header states them, before anything is decoded; null when it states none. */
export type PictureSize = { readonly width: number; readonly height: number };

export type PictureKind = "png" | "jpeg" | "tiff" | "webp" | "gif" | "bmp";

/** The kind of a picture by its first bytes; null when it is none that is read. */
export function pictureKind(bytes: Uint8Array): PictureKind | null {
  const head = Buffer.from(bytes.subarray(0, 16)).toString("latin1");
  if (head.startsWith("\x89PNG\r\n")) return "png";
  if (head.startsWith("\xff\xd8\xff")) return "jpeg";
  if (head.startsWith("II*\0") || head.startsWith("MM\0*")) return "tiff";
  if (head.startsWith("RIFF") && head.slice(8, 12) === "WEBP") return "webp";
  if (head.startsWith("GIF8")) return "gif";
  return null;
}

/** Width and height of a PNG (IHDR) or a JPEG (first SOF marker). */
export function pictureSize(bytes: Uint8Array, kind: PictureKind): PictureSize | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (kind === "png") {
    if (view.length < 24) return null;
    return { width: view.readUInt32BE(16), height: view.readUInt32BE(20) };
  }
  return kind === "jpeg" ? jpegSize(view) : null;
}

function jpegSize(view: Buffer): PictureSize | null {
  let position = 2;
  while (position + 9 < view.length) {
    if (view[position] !== 0xff) return null;
    const marker = view[position + 1] ?? 0;
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { height: view.readUInt16BE(position + 5), width: view.readUInt16BE(position + 7) };
    // Fill bytes and markers without a length.
    if (marker === 0xff) position += 1;
    else if (marker === 1 || (marker >= 0xd0 && marker <= 0xd8)) position += 2;
    else position += 2 + view.readUInt16BE(position + 2);
  }
  return null;
}

const widthTag = 256;
const heightTag = 257;

/**
 * The pages of a TIFF (6.0): each as the same bytes with the first directory pointing at that page, which every reader
 * takes for a file of one page.
 */
export function tiffPages(bytes: Uint8Array, maxPages: number): { page: Uint8Array; size: PictureSize }[] {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const little = view[0] === 0x49;
  const word = (at: number) => (little ? view.readUInt16LE(at) : view.readUInt16BE(at));
  const long = (at: number) => (little ? view.readUInt32LE(at) : view.readUInt32BE(at));
  const damaged = () => new RefusedFile("picture-damaged", "The picture is damaged and cannot be read.");
  const pages: { page: Uint8Array; size: PictureSize }[] = [];
  const seen = new Set<number>();
  let offset = view.length >= 8 ? long(4) : 0;
  while (offset !== 0 && pages.length < maxPages) {
    if (offset + 2 > view.length || seen.has(offset)) throw damaged();
    seen.add(offset);
    const count = word(offset);
    if (offset + 2 + count * 12 + 4 > view.length) throw damaged();
    const size = { width: 0, height: 0 };
    for (let index = 0; index < count; index++) {
      const at = offset + 2 + index * 12;
      const value = word(at + 2) === 3 ? word(at + 8) : long(at + 8);
      if (word(at) === widthTag) size.width = value;
      if (word(at) === heightTag) size.height = value;
    }
    const page = Uint8Array.from(bytes);
    const pointer = Buffer.from(page.buffer);
    if (little) pointer.writeUInt32LE(offset, 4);
    else pointer.writeUInt32BE(offset, 4);
    pages.push({ page, size });
    offset = long(offset + 2 + count * 12);
  }
  if (pages.length === 0) throw damaged();
  return pages;
}
