import { Worker } from "node:worker_threads";
import { RefusedFile } from "../refused-file.ts";
import { type Page, type PageAnswer, type PageQuestion, pageLimits } from "./page.ts";

export type ReadPages = {
  readonly pages: readonly Page[];
  readonly skippedPages: number;
  readonly unreadScans: number;
};

/** Milliseconds, and megabytes that the process may grow by. */
type Bounds = { readonly time: number; readonly processMb: number };

/**
 * Reads the text of a PDF's pages, or of a picture by OCR, in a thread of its own that is ended when it takes too long
 * or too much memory: a hostile file costs no more than that.
 */
export async function readPages(question: PageQuestion, bounds: Partial<Bounds> = {}): Promise<ReadPages> {
  if (question.bytes.length > pageLimits.bytes) {
    throw new RefusedFile("file-too-large", `The file has more than ${pageLimits.bytes / 1024 / 1024} MB.`);
  }
  const { ocrTime, textTime, processMb } = pageLimits;
  const answer = await asked(question, { time: question.ocr ? ocrTime : textTime, processMb, ...bounds });
  if (!("refused" in answer)) return answer;
  const { code, sentence, page, cause } = answer.refused;
  throw new RefusedFile(code, sentence, page === undefined ? null : { page }, cause);
}

function asked(question: PageQuestion, { time, processMb }: Bounds): Promise<PageAnswer> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL("./page-worker.ts", import.meta.url), {
      workerData: question,
      resourceLimits: { maxOldGenerationSizeMb: pageLimits.memoryMb },
      // What libraries print about a damaged file is nothing for the log.
      stdout: true,
      stderr: true,
    });
    const before = process.memoryUsage.rss();
    const end = (settle: () => void) => {
      clearTimeout(timer);
      clearInterval(guard);
      settle();
      void worker.terminate();
    };
    const fail = (code: string, sentence: string, cause?: unknown) =>
      end(() => reject(new RefusedFile(code, sentence, null, cause)));
    const timer = setTimeout(
      () => fail("reading-too-long", "The file takes too long to read and was given up."),
      time,
    );
    // Limits of a thread count its objects, not the bytes of its buffers: those are seen from outside only.
    const guard = setInterval(() => {
      if (process.memoryUsage.rss() - before < processMb * 1024 * 1024) return;
      fail("reading-too-large", "The file takes too much memory to read and was given up.");
    }, 50);
    worker.once("message", (answer: PageAnswer) => end(() => resolve(answer)));
    worker.once("error", (cause) => fail("reading-failed", "The file could not be read.", cause));
    worker.once("exit", () => fail("reading-failed", "The file could not be read."));
  });
}
