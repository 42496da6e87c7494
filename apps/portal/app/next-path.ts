/** Where to go on to after sign-in: a path of this portal, whatever the parameter says; the home page else. */
export function nextPath(next: string | null): string {
  if (!next || !/^\/(?![/\\])/.test(next)) return "/";
  const base = "http://portal.invalid";
  const url = URL.canParse(next, base) ? new URL(next, base) : null;
  if (url?.origin !== base || url.pathname.startsWith("//") || url.pathname === "/sign-out") return "/";
  return url.pathname + url.search;
}
