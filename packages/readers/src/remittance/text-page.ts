import { tableLimits } from "../table/table.ts";
import { type Page, type PageWord, pageLimits } from "./page.ts";

/** Measures of a letter of even width. */
const letter = { width: 6, height: 10, leading: 12 } as const;
const tabStop = 8;

/** A text as a page of letters of even width, for letters and mails whose tables are made of blanks. */
export function textPage(text: string): Page {
  const lines = text.split(/\r\n|[\r\n]/).slice(0, tableLimits.rows);
  const words = lines.flatMap((line, index): PageWord[] =>
    [...untabbed(line.slice(0, 1_000)).matchAll(/\S+/g)].map((match) => ({
      text: match[0],
      left: match.index * letter.width,
      right: (match.index + match[0].length) * letter.width,
      bottom: (index + 1) * letter.leading,
      height: letter.height,
      confidence: null,
    })),
  );
  return { number: 1, words: words.slice(0, pageLimits.wordsPerPage), readBy: "text" };
}

function untabbed(line: string): string {
  let column = 0;
  return line.replace(/\t|[^\t]+/g, (piece) => {
    if (piece !== "\t") {
      column += piece.length;
      return piece;
    }
    const blanks = tabStop - (column % tabStop);
    column += blanks;
    return " ".repeat(blanks);
  });
}
