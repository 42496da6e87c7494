/** Text that is markup already and is not escaped again. */
export class Markup {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Part = string | number | Markup | null | false | Part[];

function rendered(part: Part): string {
  if (part === null || part === false) return "";
  if (part instanceof Markup) return part.text;
  if (Array.isArray(part)) return part.map(rendered).join("");
  return String(part)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replaceAll("'", "&#39;");
}

/** Template for markup: every value is escaped unless it is markup itself. */
export function html(strings: TemplateStringsArray, ...values: Part[]): Markup {
  return new Markup(strings.map((text, at) => text + rendered(values[at] ?? null)).join(""));
}

/** A whole page with the shared style sheet. */
export function page(title: string, body: Markup): string {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/assets/style.css">
</head>
<body>
${body}
</body>
</html>
`.text;
}

/** Headers of a page: no script, no foreign content; forms go to us and, by redirect, to `formTargets`. */
export function pageHeaders(formTargets: string[] = []): Record<string, string> {
  const origins = formTargets.flatMap((target) => (URL.canParse(target) ? [new URL(target).origin] : []));
  return {
    "Content-Security-Policy": `default-src 'none'; style-src 'self'; img-src data:; form-action ${[...new Set(["'self'", ...origins])].join(" ")}; base-uri 'none'; frame-ancestors 'none'`,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
  };
}
