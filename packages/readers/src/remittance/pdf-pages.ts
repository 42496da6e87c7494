import { createRequire } from "node:module";
import { dirname, join, sep } from "node:path";
import { createCanvas } from "@napi-rs/canvas";
import { getDocument, type PDFPageProxy, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";
import { RefusedFile } from "../refused-file.ts";
import { eraseRules } from "./erase-rules.ts";
import { type PageWord, pageLimits } from "./page.ts";

const require = createRequire(import.meta.url);
const folder = dirname(require.resolve("pdfjs-dist/package.json"));
const resources = (name: string) => `${join(folder, name)}${sep}`;

export type OpenPdf = {
  readonly pageCount: number;
  readonly textOf: (number: number) => Promise<PageWord[]>;
  /** The page drawn as a picture (PNG) for OCR, at about 300 dots an inch, and its pixels per point. */
  readonly draw: (number: number) => Promise<{ png: Uint8Array; scale: number }>;
  readonly close: () => Promise<void>;
};

/** Opens a PDF: scripts in it never run, nothing outside it is fetched. */
export async function openPdf(bytes: Uint8Array): Promise<OpenPdf> {
  const task = getDocument({
    data: Uint8Array.from(bytes),
    verbosity: VerbosityLevel.ERRORS,
    useSystemFonts: false,
    disableFontFace: true,
    enableXfa: false,
    maxImageSize: pageLimits.pixels,
    standardFontDataUrl: resources("standard_fonts"),
    cMapUrl: resources("cmaps"),
    wasmUrl: resources("wasm"),
    iccUrl: resources("iccs"),
  });
  const document = await task.promise.catch((cause: unknown) => {
    throw refusedPdf(cause);
  });
  const page = async (number: number) => {
    try {
      return await document.getPage(number);
    } catch (cause) {
      throw new RefusedFile("pdf-damaged", "A page of the PDF is damaged.", { page: number }, cause);
    }
  };
  return {
    pageCount: document.numPages,
    textOf: async (number) => wordsOf(await page(number)),
    draw: async (number) => drawn(await page(number)),
    close: async () => {
      await task.destroy();
    },
  };
}

function refusedPdf(cause: unknown): RefusedFile {
  const name = cause instanceof Error ? cause.name : "";
  if (name === "PasswordException") {
    const sentence = "The PDF is protected by a password. Save it without one.";
    return new RefusedFile("file-encrypted", sentence, null, cause);
  }
  return new RefusedFile("pdf-damaged", "The PDF is damaged and cannot be read.", null, cause);
}

async function wordsOf(page: PDFPageProxy): Promise<PageWord[]> {
  const viewport = page.getViewport({ scale: 1 });
  const { items } = await page.getTextContent();
  const words: PageWord[] = [];
  for (const item of items) {
    if (!("str" in item) || item.str.trim() === "") continue;
    const [a = 0, b = 0, , , x = 0, y = 0] = item.transform as number[];
    const [left = 0, bottom = 0] = viewport.convertToViewportPoint(x, y) as number[];
    const [right = 0, level = 0] = viewport.convertToViewportPoint(
      x + (a / (Math.hypot(a, b) || 1)) * item.width,
      y + (b / (Math.hypot(a, b) || 1)) * item.width,
    ) as number[];
    // Text that does not run from left to right on the page is no part of a table.
    if (Math.abs(level - bottom) > 2 || right <= left) continue;
    const height = item.height || Math.hypot(a, b) || 10;
    words.push(
      ...split(item.str.slice(0, pageLimits.wordsPerPage), { left, right, bottom, height, confidence: null }),
    );
    if (words.length > pageLimits.wordsPerPage) {
      const sentence = `A page has more than ${pageLimits.wordsPerPage} pieces of text.`;
      throw new RefusedFile("page-too-full", sentence, { page: page.pageNumber });
    }
  }
  return words;
}

/**
 * The words of one piece of text, which can go over a gap between columns. Only its ends are known: the letters between
 * are taken to be as wide as those of most fonts, narrow ones half of the others.
 */
function split(text: string, place: Omit<PageWord, "text">): PageWord[] {
  const ends = [0];
  for (const letter of text) ends.push((ends.at(-1) ?? 0) + (/[ .,:;'|!ijltfrI()[\]-]/.test(letter) ? 1 : 2));
  const letters = [...text];
  const unit = (place.right - place.left) / Math.max(1, ends.at(-1) ?? 1);
  const words: PageWord[] = [];
  for (let start = 0; start < letters.length; ) {
    if (letters[start]?.trim() === "") {
      start += 1;
      continue;
    }
    let end = start;
    while (end < letters.length && letters[end]?.trim() !== "") end += 1;
    words.push({
      ...place,
      text: letters.slice(start, end).join(""),
      left: place.left + (ends[start] ?? 0) * unit,
      right: place.left + (ends[end] ?? 0) * unit,
    });
    start = end;
  }
  return words;
}

async function drawn(page: PDFPageProxy): Promise<{ png: Uint8Array; scale: number }> {
  const { width, height } = page.getViewport({ scale: 1 });
  const scale = Math.min(300 / 72, Math.sqrt(pageLimits.pixels / 4 / Math.max(width * height, 1)));
  const viewport = page.getViewport({ scale });
  const canvas = createCanvas(
    Math.max(1, Math.ceil(viewport.width)),
    Math.max(1, Math.ceil(viewport.height)),
  );
  await page.render({ canvas: canvas as unknown as HTMLCanvasElement, viewport, background: "#fff" }).promise;
  eraseRules(canvas);
  return { png: canvas.toBuffer("image/png"), scale };
}
