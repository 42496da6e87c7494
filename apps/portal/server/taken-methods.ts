const LOOKING: readonly string[] = ["GET", "HEAD"];
const PAGE: readonly string[] = [...LOOKING, "POST"];

const BY_PATH: Readonly<Record<string, readonly string[]>> = {
  "/healthz": LOOKING,
  "/readyz": LOOKING,
  "/webhooks/stripe": ["POST"],
  "/webhooks/resend": ["POST"],
};

/** The methods an address takes: pages are looked at and posted to, probes only looked at. */
export const takenMethods = (path: string): readonly string[] =>
  BY_PATH[path.toLowerCase().replace(/\/+$/, "")] ?? PAGE;
