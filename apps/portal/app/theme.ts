export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const COOKIE = "openitem_theme";
const YEAR_SECONDS = 31_536_000;

/** The appearance a person fixed on this device; `system` when he did not. */
export function readTheme(request: Request): Theme {
  const cookies = (request.headers.get("cookie") ?? "").split("; ");
  const value = cookies.find((cookie) => cookie.startsWith(`${COOKIE}=`))?.slice(COOKIE.length + 1);
  return THEMES.find((theme) => theme === value) ?? "system";
}

/** The Set-Cookie header that keeps it. */
export const themeCookie = (theme: Theme, isSecure: boolean): string =>
  `${COOKIE}=${theme}; Path=/; Max-Age=${YEAR_SECONDS}; SameSite=Lax; HttpOnly${isSecure ? "; Secure" : ""}`;
