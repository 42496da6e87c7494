/*
 * What a person wrote in an answer by mail, without what he answered to. Pure. Mail has no standard for quoting: this
 * knows how the common clients do it, in the languages our readers write, and rather keeps too much than too little.
 */

/** "On 17 Nov 2026, Parlance <…> wrote:", as each client and language puts it. */
const ATTRIBUTION =
  /^(on|am|le|el|op|il|em|den|på|w dniu)\s.{4,400}(wrote|schrieb|a écrit|escribió|schreef|ha scritto|escreveu|skrev|napisał)(?=[\s:]).{0,200}:$/i;
/** The attribution of some clients runs over so many lines. */
const ATTRIBUTION_LINES_MAX = 4;

const FROM = /^\*?(from|von|de|da|van|från|fra|od)\s?:\*?\s+\S/i;
const HEADER =
  /^\*?(sent|date|to|cc|subject|gesendet|datum|an|betreff|envoyé|à|objet|enviado|fecha|para|asunto|verzonden|aan|onderwerp|inviato|data|a|oggetto|assunto|skickat|till|ämne|sendt|til|emne|wysłano|do|temat)\s?:\*?/i;
const HEADERS_MIN = 2;
const SEPARATOR =
  /^(-{2,}\s*(original message|original appointment|forwarded message|ursprüngliche nachricht|originalnachricht|message d'origine|mensaje original|oorspronkelijk bericht|messaggio originale|mensagem original|ursprungligt meddelande)\s*-{2,}|begin forwarded message:)$/i;
const RULE = /^[_-]{10,}$/;

const QUOTED = /^\s*>/;
const SIGNATURE_LINES_MAX = 8;
const MOBILE =
  /^(sent from my .{2,40}|sent from .{0,20}(outlook|mail|yahoo).{0,40}|get outlook for .{2,20}|von meinem .{2,30} gesendet|gesendet von .{2,40}|envoyé (de|depuis) mon .{2,30}|enviado desde mi .{2,30}|verstuurd vanaf mijn .{2,30}|inviato da .{2,30})\.?$/i;

/** The person's own words; empty when there are none. Answers between or below quoted lines are kept. */
export function stripQuote(text: string): string {
  const lines = text
    .replace(/\r\n?/g, "\n")
    .replace(/[\u00a0\u202f]/g, " ")
    .replace(/[\u200b\u200e\u200f\ufeff]/g, "")
    .split("\n");
  return withoutSignature(ownLines(lines))
    .join("\n")
    .replace(/[ \t]+$/gm, "")
    .replace(/\n{3,}/g, "\n\n")
    .trim();
}

function ownLines(lines: readonly string[]): string[] {
  const own: string[] = [];
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at]!;
    if (QUOTED.test(line)) continue;
    if (beginsOriginal(lines, at)) break;
    const length = attributionAt(lines, at);
    if (length === 0) {
      own.push(line);
      continue;
    }
    const next = lines.slice(at + length).find((each) => each.trim() !== "");
    // Without marks all that follows is the quote; a sentence that only sounds like an attribution names no address.
    if (next === undefined || !QUOTED.test(next)) {
      if (lines.slice(at, at + length).some((each) => each.includes("@"))) break;
      own.push(line);
      continue;
    }
    at += length - 1;
  }
  return own;
}

/** How many lines the attribution that begins here has; 0 when none does. */
function attributionAt(lines: readonly string[], at: number): number {
  for (let length = 1; length <= ATTRIBUTION_LINES_MAX; length++) {
    const parts = lines.slice(at, at + length).map((line) => line.trim());
    if (parts.some((part) => part === "" || QUOTED.test(part))) return 0;
    const whole = parts.join(" ").replace(/\s+:$/, ":");
    if (/\d/.test(whole) && ATTRIBUTION.test(whole)) return length;
  }
  return 0;
}

/** Whether the original message begins here: with a block of its headers, or a line that says so. */
function beginsOriginal(lines: readonly string[], at: number): boolean {
  const line = lines[at]!.trim();
  if (SEPARATOR.test(line)) return true;
  const begin = RULE.test(line) ? lines.findIndex((each, index) => index > at && each.trim() !== "") : at;
  if (begin < 0 || !FROM.test(lines[begin]!.trim())) return false;
  const headers = lines.slice(begin + 1, begin + 8).filter((each) => HEADER.test(each.trim()));
  return headers.length >= HEADERS_MIN;
}

/** Cuts at the mark of RFC 3676, 4.3 ("-- "), which many systems shorten to "--", and telephone makers' advertisements. */
function withoutSignature(lines: readonly string[]): string[] {
  const mark = lines.findIndex((line, index) => {
    if (line === "-- ") return true;
    const rest = lines.slice(index + 1).filter((each) => each.trim() !== "").length;
    return line.trim() === "--" && rest <= SIGNATURE_LINES_MAX;
  });
  const kept = mark < 0 ? [...lines] : lines.slice(0, mark);
  while (kept.length > 0) {
    const last = kept.at(-1)!.trim();
    if (last !== "" && !MOBILE.test(last)) break;
    kept.pop();
  }
  return kept;
}
