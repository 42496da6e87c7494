/* The words of a mail that comes as HTML alone. Pure. One pass from left to right, so that no input makes it slow. */

const ENTITIES: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
};
/** What begins a new line. */
const BLOCKS = /^(br|p|div|tr|li|ul|ol|table|h[1-6]|hr|blockquote|section|article|header|footer)$/;
/** What holds no words of the writer. */
const SILENT = /^(style|script|head|title|template)$/;
const NAME = /^\/?([a-zA-Z][a-zA-Z0-9]*)/;

/** Plain text with lines where a reader would see them. What was quoted in blockquotes is marked with ">". */
export function textOfHtml(html: string): string {
  const out: string[] = [];
  let at = 0;
  let quoted = 0;
  const newLine = () => out.push(`\n${"> ".repeat(Math.min(quoted, 5))}`);
  while (at < html.length) {
    const open = html.indexOf("<", at);
    out.push(decoded(html.slice(at, open < 0 ? html.length : open).replaceAll(/\s+/g, " ")));
    if (open < 0) break;
    const close = html.startsWith("<!--", open) ? endOfComment(html, open) : html.indexOf(">", open);
    if (close < 0) break;
    const tag = html.slice(open + 1, Math.min(close, open + 40));
    const name = NAME.exec(tag)?.[1]?.toLowerCase() ?? "";
    at = close + 1;
    if (SILENT.test(name) && !tag.startsWith("/")) at = endOf(html, name, at);
    if (name === "blockquote") quoted = Math.max(0, quoted + (tag.startsWith("/") ? -1 : 1));
    if (BLOCKS.test(name)) newLine();
  }
  return out
    .join("")
    .replaceAll(/[ \t]+\n/g, "\n")
    .replaceAll(/\n{3,}/g, "\n\n")
    .trim();
}

function endOfComment(html: string, open: number): number {
  const end = html.indexOf("-->", open + 4);
  return end < 0 ? -1 : end + 2;
}

/** Where the element ends whose content is not read; the end of the text when it never does. */
function endOf(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}`, "gi");
  closing.lastIndex = from;
  const close = closing.exec(html);
  const end = close ? html.indexOf(">", close.index) : -1;
  return end < 0 ? html.length : end + 1;
}

const decoded = (text: string): string =>
  text.replaceAll(/&(#x?[0-9a-fA-F]{1,6}|[a-z]{2,6});/g, (whole, code: string) => {
    if (!code.startsWith("#")) return ENTITIES[code] ?? whole;
    const point = code[1]?.toLowerCase() === "x" ? Number.parseInt(code.slice(2), 16) : Number(code.slice(1));
    const isCharacter = point > 0 && point <= 0x10ffff && (point < 0xd800 || point > 0xdfff);
    return isCharacter ? String.fromCodePoint(point) : whole;
  });
