import { crc32, deflateSync } from "node:zlib";
import { addFile } from "../files/add-file.ts";
import type { Context } from "../kernel/context.ts";
import { customerOf } from "./customers.ts";
import { demoId } from "./demo-id.ts";
import type { Stage } from "./stage.ts";

/* Papers that people of the story send along: small, real files, made here and the same on every load. */

export type Evidence = { name: string; content: { pdf: readonly string[] } | { png: number } };

/** A paper of one page with these lines; the first is its heading. */
export const pdf = (name: string, ...lines: string[]): Evidence => ({ name, content: { pdf: lines } });

/** A picture: bars as a monitoring page draws them, `seed` says how high. */
export const png = (name: string, seed: number): Evidence => ({ name, content: { png: seed } });

/** Adds the files as somebody who is about to send them; answers their ids. */
export async function addEvidence(
  stage: Stage,
  ctx: Context,
  { key, customer, files = [] }: { key: string; customer: string; files?: readonly Evidence[] | undefined },
): Promise<string[]> {
  const ids: string[] = [];
  for (const { name, content } of files) {
    const id = demoId(`file:${key}:${name}`);
    const bytes = "pdf" in content ? pdfOf(content.pdf) : pngOf(content.png);
    await addFile({ ...ctx, ...stage.filing }, { id, customerId: customerOf(customer).id, name }, bytes);
    ids.push(id);
  }
  return ids;
}

/** One A4 page in Helvetica. Source of the form: ISO 32000-1, 7.5 (header, objects, cross-reference table, trailer). */
function pdfOf(lines: readonly string[]): Uint8Array {
  const text = lines
    .map((line, index) => {
      const escaped = line.replace(/[\\()]/g, (sign) => `\\${sign}`);
      return `BT /F1 ${index === 0 ? 16 : 10} Tf 56 ${780 - index * 18} Td (${escaped}) Tj ET`;
    })
    .join("\n");
  const objects = [
    "<< /Type /Catalog /Pages 2 0 R >>",
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
    `<< /Length ${Buffer.byteLength(text, "latin1")} >>\nstream\n${text}\nendstream`,
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
  ];
  let body = "%PDF-1.4\n";
  const starts = objects.map((object, index) => {
    const start = Buffer.byteLength(body, "latin1");
    body += `${index + 1} 0 obj\n${object}\nendobj\n`;
    return start;
  });
  const table = Buffer.byteLength(body, "latin1");
  const rows = starts.map((start) => `${String(start).padStart(10, "0")} 00000 n \n`).join("");
  const size = objects.length + 1;
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${rows}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`,
    "latin1",
  );
}

const WIDTH = 240;
const HEIGHT = 120;
const BARS = 12;

/** A grey picture of eight bits. Source of the form: W3C Portable Network Graphics, 5 (signature, IHDR, IDAT, IEND). */
function pngOf(seed: number): Uint8Array {
  const rows = Buffer.alloc(HEIGHT * (WIDTH + 1), 0xf4);
  for (let y = 0; y < HEIGHT; y++) {
    const start = y * (WIDTH + 1);
    rows[start] = 0;
    for (let x = 0; x < WIDTH; x++) {
      const bar = Math.floor((x * BARS) / WIDTH);
      const height = 20 + ((bar * 37 + seed * 53) % 80);
      if (x % (WIDTH / BARS) > 3 && HEIGHT - y < height) rows[start + 1 + x] = 0x44;
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(WIDTH, 0);
  head.writeUInt32BE(HEIGHT, 4);
  head[8] = 8;
  const chunk = (type: string, data: Uint8Array) => {
    const named = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(data.length);
    const check = Buffer.alloc(4);
    check.writeUInt32BE(crc32(named));
    return Buffer.concat([length, named, check]);
  };
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
