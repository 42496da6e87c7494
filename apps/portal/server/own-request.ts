const SAFE: readonly string[] = ["GET", "HEAD", "OPTIONS"];

/**
 * Whether a request may act: safe methods always; the others when the browser says that our own page sent them.
 * `Sec-Fetch-Site` is written by the browser alone; where it is absent the origin has to be ours, and a request
 * that says neither is refused.
 */
export function isOwnRequest(request: Request, ownOrigin: string): boolean {
  if (SAFE.includes(request.method)) return true;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none";
  return request.headers.get("origin") === ownOrigin;
}
