import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { createWorker, PSM } from "tesseract.js";
import { RefusedFile } from "../refused-file.ts";
import { type PageWord, pageLimits } from "./page.ts";

const require = createRequire(import.meta.url);

/** The language data of the npm package; nothing is fetched. */
const languageFolder = join(
  dirname(require.resolve("@tesseract.js-data/eng/package.json")),
  "4.0.0_best_int",
);

export type Recogniser = {
  /** Words of a picture (PNG, TIFF, …), in its pixels. */
  readonly wordsOf: (picture: Uint8Array) => Promise<PageWord[]>;
  readonly close: () => Promise<void>;
};

/** Starts OCR (Tesseract, English model, which reads the Latin letters and figures of remittances in any language). */
export async function startRecogniser(): Promise<Recogniser> {
  let failure: unknown = null;
  const worker = await createWorker("eng", 1, {
    langPath: languageFolder,
    cacheMethod: "none",
    gzip: true,
    // Without a handler, a picture that cannot be read would end the process.
    errorHandler: (error: unknown) => {
      failure = error;
    },
  });
  await worker.setParameters({
    // One block of text: columns of a table stay on their line.
    tessedit_pageseg_mode: PSM.SINGLE_BLOCK,
    preserve_interword_spaces: "1",
    user_defined_dpi: "300",
  });
  return {
    wordsOf: async (picture) => {
      failure = null;
      try {
        const { data } = await worker.recognize(Buffer.from(picture), {}, { blocks: true, text: false });
        const lines = (data.blocks ?? []).flatMap((block) => block.paragraphs.flatMap(({ lines }) => lines));
        const heights = lines.flatMap(({ words }) => words.map(({ bbox }) => bbox.y1 - bbox.y0));
        const height = letterHeight(heights);
        return lines
          .flatMap((line) =>
            line.words.map((word) => ({
              // Rules of a table are read as strokes beside the words.
              text: word.text.replace(/^[|[\]{}_]+|[|[\]{}_]+$/g, "").trim(),
              left: word.bbox.x0,
              right: word.bbox.x1,
              // A line's base is the same for all its words, unless it is two lines that were taken for one.
              bottom: line.bbox.y1 - line.bbox.y0 > height * 1.6 ? word.bbox.y1 : line.bbox.y1,
              height,
              confidence: Math.round(word.confidence),
            })),
          )
          .filter(({ text }) => text !== "" && !/^[|_\-–—.~'"`]+$/.test(text))
          .slice(0, pageLimits.wordsPerPage);
      } catch (cause) {
        const sentence = "The picture is damaged, or of a kind that cannot be read.";
        throw new RefusedFile("picture-damaged", sentence, null, failure ?? cause);
      }
    },
    close: async () => {
      await worker.terminate();
    },
  };
}

/** The height of letters with their room above and below, from the boxes of words: the middle one and a third of it. */
function letterHeight(heights: readonly number[]): number {
  const sorted = [...heights].sort((one, other) => one - other);
  return Math.max(1, (sorted[Math.floor(sorted.length / 2)] ?? 1) * 1.33);
}
