/** A piece of text on a page, as it is drawn: a word, or words without a gap between them. Points from the top left. */
export type PageWord = {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  /** The base line. */
  readonly bottom: number;
  readonly height: number;
  /** 0 to 100 when read by OCR, else null. */
  readonly confidence: number | null;
};

export type Page = {
  readonly number: number;
  readonly words: readonly PageWord[];
  readonly readBy: "text" | "ocr";
};

/** What pages may cost. */
export const pageLimits = {
  bytes: 25 * 1024 * 1024,
  pages: 60,
  /** Pages that are read by OCR, which is slow. */
  scannedPages: 20,
  wordsPerPage: 20_000,
  /** Pixels of a picture, or of a page drawn for OCR. */
  pixels: 40_000_000,
  /** Milliseconds for a whole file. */
  textTime: 30_000,
  ocrTime: 180_000,
  memoryMb: 768,
  /** What the process may grow by while a file is read, buffers included. */
  processMb: 1_536,
} as const;

/** What the thread that reads pages is asked. */
export type PageQuestion = {
  readonly kind: "pdf" | "image";
  readonly bytes: Uint8Array;
  readonly ocr: boolean;
};

/** What it answers: pages, or why there are none, in words for people. */
export type PageAnswer =
  | { readonly pages: readonly Page[]; readonly skippedPages: number; readonly unreadScans: number }
  | {
      readonly refused: {
        readonly code: string;
        readonly sentence: string;
        readonly page?: number;
        readonly cause?: string;
      };
    };
