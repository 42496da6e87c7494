import { RefusedFile } from "../refused-file.ts";
import type { Warn } from "../warning-list.ts";

/** One field of a SWIFT message: its tag (`61`, `60F`) and its lines, with the number of the first line in the file. */
export type MtField = { readonly tag: string; readonly lines: string[]; readonly line: number };

/** The fields of one message, and the number of its type (`940`) when an envelope names it. */
export type MtMessage = { readonly type: string | null; readonly fields: MtField[] };

/**
 * Tags of MT940, 941, 942 and 950 (SWIFT category 9), and `NS`, which German and Hungarian banks add. What looks like
 * another tag is text that was wrapped at an unlucky place.
 */
const tags = new Set("20 21 25 25P 28 28C 13 13D 34F 60F 60M 61 86 62F 62M 64 65 90C 90D NS".split(" "));

/** Fields that open a statement; after one has ended they belong to the next. */
const openers = new Set("20 21 25 25P 28 28C 13D 34F 60F 60M".split(" "));

/** Marks of transmission (start and end of text) and other signs that no text has. */
const controls = /(?!\t)\p{Cc}|\ufeff/gu;

/** More fields than any bank sends in one file. */
const maxFields = 2_000_000;

/** Whether a text has the tags of a statement message at the start of lines. */
export function looksLikeMt(text: string): boolean {
  return /(?:^|[\r\n]|\{4:)\s{0,8}:(?:20|21|25P?|28C?|60[FM]|61|62[FM]|86|NS):/.test(text.slice(0, 65536));
}

/**
 * Splits a file into messages: by the envelope ({1:…}{2:…}{4: … -}), by a lone hyphen, or, where a bank leaves both
 * out, by the next field 20. Lines that belong to no message are warned of unless they are a known kind of heading.
 */
export function splitMessages(text: string, warn: Warn): MtMessage[] {
  const messages: MtMessage[] = [];
  const seen = { ended: true, type: null as string | null, fields: 0 };
  let current: MtField | null = null;

  const begin = () => {
    messages.push({ type: seen.type, fields: [] });
    seen.ended = false;
  };
  const end = () => {
    seen.ended = true;
    seen.type = null;
    current = null;
  };
  for (const { raw, line } of physicalLines(text)) {
    const envelope = openEnvelope(raw);
    if (envelope.opens) end();
    if (envelope.type) seen.type = envelope.type;
    const content = envelope.content;
    if (isEnd(content)) {
      end();
      continue;
    }
    const found = tagOf(content);
    if (!found) {
      if (current) current.lines.push(content);
      else if (!isHeading(content)) warnOfLine(content, line, warn);
      continue;
    }
    if (startsMessage(found.tag, messages.at(-1), seen.ended)) begin();
    const message = messages.at(-1);
    if (seen.ended) warnOfLate(found.tag, line, warn);
    current = { tag: found.tag, lines: [found.rest], line };
    message?.fields.push(current);
    seen.fields += 1;
    if (seen.fields > maxFields) {
      throw new RefusedFile("mt-too-long", `The file has more than ${maxFields} fields.`, { line });
    }
  }
  return messages;
}

/** Lines without marks of transmission; a colon that some banks leave on a line of its own begins the next one. */
function* physicalLines(text: string): Generator<{ raw: string; line: number }> {
  let colon = "";
  for (const [index, whole] of text.split(/\r\n|\n|\r/).entries()) {
    const raw = colon + whole.replace(controls, "");
    colon = raw === ":" ? raw : "";
    if (colon === "") yield { raw, line: index + 1 };
  }
}

function tagOf(content: string): { tag: string; rest: string } | null {
  const match = /^\s{0,3}:([0-9A-Z]{2,3}):/.exec(content);
  return match?.[1] && tags.has(match[1]) ? { tag: match[1], rest: content.slice(match[0].length) } : null;
}

function startsMessage(tag: string, last: MtMessage | undefined, ended: boolean): boolean {
  if (!last) return true;
  if (tag === "20") return last.fields.length > 0;
  if (!openers.has(tag)) return false;
  return ended || last.fields.some((field) => field.tag.startsWith("62"));
}

/** Takes the blocks of an envelope off a line; what follows `{4:` is the message. */
function openEnvelope(content: string): { opens: boolean; type: string | null; content: string } {
  if (!content.startsWith("{")) return { opens: false, type: null, content };
  const type = /\{2:[IO](\d{3})/.exec(content)?.[1] ?? null;
  const text = content.indexOf("{4:");
  return { opens: true, type, content: text < 0 ? "" : content.slice(text + 3) };
}

/** `-`, `-}`, `-}{5:…}`, and the `-XXX` of ING: a hyphen begins no line of text in SWIFT. */
function isEnd(content: string): boolean {
  return content.startsWith("-") && /^(?:\}.*|XXX|)$/.test(content.slice(1).trim());
}

/** Lines before a message that say nothing more: a bank's BIC, the message type, page and session numbers. */
function isHeading(content: string): boolean {
  const text = content.trim();
  return (
    text === "" ||
    /^:?9\d\d:?(?: \d\d)?$/.test(text) ||
    /^[A-Z]{6}[A-Z0-9]{2,6}$/.test(text) ||
    /^\d{4} \d\d[A-Z]{6}[A-Z0-9]{2,24}$/.test(text) ||
    /^[-=*_]+$/.test(text) ||
    text === "$" ||
    text === "}"
  );
}

function warnOfLine(content: string, line: number, warn: Warn): void {
  warn("line-outside", `A line belongs to no message and was not used: "${content.slice(0, 60)}".`, { line });
}

function warnOfLate(tag: string, line: number, warn: Warn): void {
  warn("field-after-end", `Field ${tag} comes after the end of its message; it is read as part of it.`, {
    line,
  });
}

/**
 * The lines of a field as one text. A line of the full length was broken by the bank wherever it was, so the next one
 * continues it; a shorter one ends where it ends. 65 characters is SWIFT's limit, which some count with the tag.
 */
export function unwrapped(lines: readonly string[], tagLength = 4): string {
  let text = "";
  let full = true;
  for (const [index, line] of lines.entries()) {
    text += (full || index === 0 ? "" : "\n") + line;
    full = line.length >= 65 || (index === 0 && line.length + tagLength >= 65);
  }
  return text;
}
