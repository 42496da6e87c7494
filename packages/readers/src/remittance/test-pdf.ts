import { createCanvas } from "@napi-rs/canvas";

/** A piece of text on a page of a test's PDF: points from the left and from the top. */
export type Piece = {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly right?: boolean;
};

const fontSize = 10;

/** Rows of a table as pieces: `left` columns begin at their place, `right` ones end there. */
export function tablePieces(
  rows: readonly (readonly string[])[],
  places: readonly { readonly x: number; readonly right?: boolean }[],
  top: number,
  leading = 16,
): Piece[] {
  return rows.flatMap((row, index) =>
    row.flatMap((text, column) => {
      const place = places[column];
      return text === "" || !place ? [] : [{ ...place, y: top + index * leading, text }];
    }),
  );
}

/** A PDF of pages with text in Helvetica, written by hand: one object for each page and its contents. */
export function textPdf(pages: readonly (readonly Piece[])[]): Uint8Array {
  const contents = pages.map((pieces) => {
    const shown = pieces.map(({ x, y, text, right }) => {
      const start = right ? x - widthOf(text) : x;
      return `1 0 0 1 ${start.toFixed(2)} ${(842 - y).toFixed(2)} Tm (${escaped(text)}) Tj`;
    });
    return Buffer.from(`BT /F1 ${fontSize} Tf ${shown.join(" ")} ET`, "latin1");
  });
  return pdfOf(contents, "/Font << /F1 3 0 R >>", [
    Buffer.from("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"),
  ]);
}

/** A PDF of one page that is nothing but a picture (JPEG). */
export function scannedPdf(jpeg: Uint8Array, width: number, height: number): Uint8Array {
  const head = `<< /Type /XObject /Subtype /Image /Width ${width} /Height ${height} /ColorSpace /DeviceRGB /BitsPerComponent 8 /Filter /DCTDecode /Length ${jpeg.length} >>`;
  const image = Buffer.concat([Buffer.from(`${head}\nstream\n`), jpeg, Buffer.from("\nendstream")]);
  return pdfOf([Buffer.from("q 595 0 0 842 0 0 cm /Im1 Do Q")], "/XObject << /Im1 3 0 R >>", [image]);
}

/** A PDF of one page with contents given as a whole stream object, filters and all. */
export function contentPdf(stream: Buffer): Uint8Array {
  return pdfOf([], "", [], [stream]);
}

/** A picture of text as a scanner would give it, with rules down at the places given and across between the rows. */
export function drawnPage(
  pieces: readonly Piece[],
  kind: "image/png" | "image/jpeg",
  rulesAt: readonly number[] = [],
): { bytes: Uint8Array; width: number; height: number } {
  const scale = 3;
  const canvas = createCanvas(595 * scale, 842 * scale);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = "#000";
  context.font = `${fontSize * scale}px sans-serif`;
  for (const { x, y, text, right } of pieces) {
    context.textAlign = right ? "right" : "left";
    context.fillText(text, x * scale, y * scale);
  }
  for (const x of rulesAt) context.fillRect(x * scale, 140 * scale, 2, 130 * scale);
  for (let y = 145; rulesAt.length > 0 && y < 270; y += 16)
    context.fillRect(40 * scale, y * scale, 420 * scale, 2);
  const bytes = kind === "image/png" ? canvas.toBuffer("image/png") : canvas.toBuffer("image/jpeg");
  return { bytes, width: canvas.width, height: canvas.height };
}

/** Objects 1 (catalogue), 2 (pages), then shared ones from 3 on, then page and contents by turns. */
function pdfOf(
  plain: readonly Buffer[],
  resources: string,
  shared: readonly Buffer[],
  streams: readonly Buffer[] = plain.map((content) =>
    Buffer.concat([
      Buffer.from(`<< /Length ${content.length} >>\nstream\n`),
      content,
      Buffer.from("\nendstream"),
    ]),
  ),
): Uint8Array {
  const firstPage = 3 + shared.length;
  const kids = streams.map((_, index) => `${firstPage + index * 2} 0 R`).join(" ");
  const objects: Buffer[] = [
    Buffer.from("<< /Type /Catalog /Pages 2 0 R >>"),
    Buffer.from(`<< /Type /Pages /Kids [${kids}] /Count ${streams.length} >>`),
    ...shared,
    ...streams.flatMap((stream, index) => [
      Buffer.from(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << ${resources} >> /Contents ${firstPage + index * 2 + 1} 0 R >>`,
      ),
      stream,
    ]),
  ];
  const chunks: Buffer[] = [Buffer.from("%PDF-1.4\n")];
  const offsets: number[] = [];
  let length = chunks[0]?.length ?? 0;
  objects.forEach((object, index) => {
    const chunk = Buffer.concat([Buffer.from(`${index + 1} 0 obj\n`), object, Buffer.from("\nendobj\n")]);
    offsets.push(length);
    chunks.push(chunk);
    length += chunk.length;
  });
  const rows = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  const table = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`;
  const trailer = `trailer\n<< /Size ${objects.length + 1} /Root 1 0 R >>\nstartxref\n${length}\n%%EOF\n`;
  return Buffer.concat([...chunks, Buffer.from(table + trailer)]);
}

/** Width of Helvetica, near enough to range figures right: figures and most letters are 0.556 of the size. */
function widthOf(text: string): number {
  return [...text].reduce((sum, letter) => sum + (/[.,:;'|ijl ]/.test(letter) ? 0.278 : 0.556), 0) * fontSize;
}

function escaped(text: string): string {
  return text.replace(/[\\()]/g, (mark) => `\\${mark}`);
}
