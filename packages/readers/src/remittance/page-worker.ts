import { parentPort, workerData } from "node:worker_threads";
import { createCanvas, loadImage } from "@napi-rs/canvas";
import { RefusedFile } from "../refused-file.ts";
import { eraseRules } from "./erase-rules.ts";
import { type Page, type PageAnswer, type PageQuestion, type PageWord, pageLimits } from "./page.ts";
import { openPdf } from "./pdf-pages.ts";
import { pictureKind, pictureSize, tiffPages } from "./picture-size.ts";
import { type Recogniser, startRecogniser } from "./recognise-text.ts";

/** A page with fewer letters than this is a picture: a stamp or a page number on a scan is not its text. */
const fewLetters = 16;

/** Pictures narrower than this are enlarged before OCR, which wants letters some thirty pixels high. */
const narrow = 1_400;

parentPort?.postMessage(await answer(workerData as PageQuestion));

async function answer(question: PageQuestion): Promise<PageAnswer> {
  let recogniser: Recogniser | null = null;
  const recognise = async (picture: Uint8Array) => {
    recogniser ??= await startRecogniser();
    return recogniser.wordsOf(picture);
  };
  try {
    return question.kind === "pdf" ? await pdf(question, recognise) : await image(question, recognise);
  } catch (error) {
    if (error instanceof RefusedFile) {
      const { code, sentence, location } = error;
      return { refused: { code, sentence, ...(location?.page !== undefined && { page: location.page }) } };
    }
    const what = question.kind === "pdf" ? "PDF" : "picture";
    const sentence = `The ${what} is damaged and cannot be read.`;
    return { refused: { code: `${question.kind}-damaged`, sentence, cause: String(error) } };
  } finally {
    await (recogniser as Recogniser | null)?.close();
  }
}

type Recognise = (picture: Uint8Array) => Promise<PageWord[]>;

async function pdf({ bytes, ocr }: PageQuestion, recognise: Recognise): Promise<PageAnswer> {
  const document = await openPdf(bytes);
  try {
    const pages: Page[] = [];
    let scanned = 0;
    let unreadScans = 0;
    const count = Math.min(document.pageCount, pageLimits.pages);
    for (let number = 1; number <= count; number++) {
      const words = await document.textOf(number);
      const letters = words.reduce((sum, { text }) => sum + text.length, 0);
      if (letters >= fewLetters) {
        pages.push({ number, words, readBy: "text" });
        continue;
      }
      scanned += 1;
      if (!ocr || scanned > pageLimits.scannedPages) {
        unreadScans += 1;
        continue;
      }
      const { png, scale } = await document.draw(number);
      const found = await recognise(png);
      // A blank page holds nothing by either way.
      if (found.length > 0)
        pages.push({ number, words: found.map((word) => scaled(word, scale)), readBy: "ocr" });
    }
    return { pages, skippedPages: document.pageCount - count, unreadScans };
  } finally {
    await document.close();
  }
}

function scaled(word: PageWord, scale: number): PageWord {
  const { left, right, bottom, height } = word;
  return {
    ...word,
    left: left / scale,
    right: right / scale,
    bottom: bottom / scale,
    height: height / scale,
  };
}

async function image({ bytes, ocr }: PageQuestion, recognise: Recognise): Promise<PageAnswer> {
  if (!ocr) return { pages: [], skippedPages: 0, unreadScans: 1 };
  const kind = pictureKind(bytes);
  if (kind === "tiff") return tiff(bytes, recognise);
  const size = kind && pictureSize(bytes, kind);
  if (kind !== "webp" && kind !== "gif") bounded(size ?? { width: 0, height: 0 });
  const decoded = await loadImage(Buffer.from(bytes)).catch((cause: unknown) => {
    throw new RefusedFile("picture-damaged", "The picture is damaged and cannot be read.", null, cause);
  });
  bounded(decoded);
  const enlarged = decoded.width < narrow ? Math.min(3, narrow / decoded.width + 0.5) : 1;
  const canvas = createCanvas(Math.ceil(decoded.width * enlarged), Math.ceil(decoded.height * enlarged));
  bounded(canvas);
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(decoded, 0, 0, canvas.width, canvas.height);
  eraseRules(canvas);
  const words = await recognise(canvas.toBuffer("image/png"));
  return { pages: [{ number: 1, words, readBy: "ocr" }], skippedPages: 0, unreadScans: 0 };
}

async function tiff(bytes: Uint8Array, recognise: Recognise): Promise<PageAnswer> {
  const found = tiffPages(bytes, pageLimits.scannedPages + 1);
  const pages: Page[] = [];
  for (const { page, size } of found.slice(0, pageLimits.scannedPages)) {
    bounded(size);
    pages.push({ number: pages.length + 1, words: await recognise(page), readBy: "ocr" });
  }
  return { pages, skippedPages: found.length - pages.length, unreadScans: 0 };
}

function bounded({ width, height }: { readonly width: number; readonly height: number }): void {
  if (width < 1 || height < 1) throw new RefusedFile("picture-damaged", "The picture states no proper size.");
  if (width * height > pageLimits.pixels) {
    const sentence = `The picture has more than ${pageLimits.pixels / 1_000_000} million pixels.`;
    throw new RefusedFile("picture-too-large", sentence);
  }
}
