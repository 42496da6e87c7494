import { getDocument, VerbosityLevel } from "pdfjs-dist/legacy/build/pdf.mjs";

export interface ReadPdf {
  /** The text of each page, its pieces joined by single spaces. */
  pages: string[];
  title: string;
  author: string;
  language: string;
  /** Kinds of elements the tags of the first page speak of, e.g. `Table`, `TH`. */
  tags: Set<string>;
  widthPt: number;
}

/** Reads a PDF the way a viewer does. */
export async function readPdf(pdf: Uint8Array): Promise<ReadPdf> {
  // The reader takes the bytes away from whoever hands them over.
  const task = getDocument({ data: pdf.slice(), verbosity: VerbosityLevel.ERRORS, useSystemFonts: false });
  const document = await task.promise;
  const { info } = await document.getMetadata();
  const pages: string[] = [];
  const tags = new Set<string>();
  let widthPt = 0;
  for (let number = 1; number <= document.numPages; number++) {
    const page = await document.getPage(number);
    widthPt = page.view[2] ?? 0;
    // The first page has every kind, and the tags of a long document are slow to read.
    if (number === 1) collectTags(await page.getStructTree(), tags);
    const content = await page.getTextContent();
    pages.push(
      content.items
        .map((item) => ("str" in item ? item.str : ""))
        .filter((piece) => piece.trim() !== "")
        .join(" "),
    );
  }
  const facts = info as { Title?: string; Author?: string; Language?: string };
  await task.destroy();
  return {
    pages,
    title: facts.Title ?? "",
    author: facts.Author ?? "",
    language: facts.Language ?? "",
    tags,
    widthPt,
  };
}

function collectTags(node: unknown, tags: Set<string>): void {
  if (typeof node !== "object" || node === null) return;
  if ("role" in node && typeof node.role === "string") tags.add(node.role);
  if ("children" in node && Array.isArray(node.children)) {
    for (const child of node.children) collectTags(child, tags);
  }
}
