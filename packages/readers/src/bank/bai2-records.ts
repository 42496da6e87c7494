import { RefusedFile } from "../refused-file.ts";
import type { Warn } from "../warning-list.ts";

/**
 * One logical record of BAI2: its code, its comma-separated fields with those of its continuations, and the lines of
 * text of each continuation by themselves, since text of a detail record may hold commas and slashes.
 */
export type Bai2Record = {
  readonly code: string;
  readonly fields: string[];
  readonly continuations: string[];
  readonly line: number;
  /** Records in the file that make it up: one, and its continuations. */
  physical: number;
};

const codes = new Set(["01", "02", "03", "16", "49", "88", "98", "99"]);

/** Whether a text begins with the file header of BAI2, followed by a record. */
export function looksLikeBai2(text: string): boolean {
  return /^\s*01,[^,\r\n]*,[^,\r\n]*,\s*\d{6}/.test(text);
}

/** Splits a file into records; each begins with its code on a line of its own, or after the slash of the one before it. */
export function bai2Records(text: string, warn: Warn): Bai2Record[] {
  const records: Bai2Record[] = [];
  // A record without its slash goes on in a line that is no record of its own.
  let openText = false;
  for (const { content, line } of physicalRecords(text)) {
    const code = content.slice(0, 2);
    if (!codes.has(code) || (content.length > 2 && content[2] !== "," && content[2] !== "/")) {
      if (openText) {
        records.at(-1)?.continuations.push(withoutEnd(content));
        openText = !content.endsWith("/");
        continue;
      }
      warn("record-unknown", `A line is no record of BAI2 and was not used: "${content.slice(0, 60)}".`, {
        line,
      });
      continue;
    }
    openText = (code === "16" || code === "88") && !content.endsWith("/");
    const body = withoutEnd(content.slice(3));
    const last = records.at(-1);
    if (code !== "88") {
      records.push({ code, fields: body.split(","), continuations: [], line, physical: 1 });
    } else if (last) {
      last.continuations.push(body);
      last.physical += 1;
    } else {
      throw new RefusedFile("bai2-order", "The file begins with a continuation record.", { line });
    }
  }
  return records;
}

function physicalRecords(text: string): { content: string; line: number }[] {
  const lines = text
    .split(/\r\n|\n|\r/)
    .map((content, index) => ({ content: content.trim(), line: index + 1 }));
  const filled = lines.filter(({ content }) => content !== "");
  // Text may hold what looks like a record, so a line that begins with text is one record.
  return filled.flatMap(({ content, line }) =>
    /^(?:16|88)/.test(content)
      ? [{ content, line }]
      : content
          .split(/(?<=\/)\s*(?=(?:01|02|03|16|49|88|98|99),)/)
          .map((record) => ({ content: record.trim(), line })),
  );
}

/** A slash ends a record; some banks leave it out after text. */
function withoutEnd(body: string): string {
  return body.endsWith("/") ? body.slice(0, -1) : body;
}
