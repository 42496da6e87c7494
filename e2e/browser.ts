import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";
import sparticuz from "@sparticuz/chromium";

/** What a Chromium needs in containers; nothing here loosens what a page may do. */
export const BROWSER_ARGS = [
  "--no-sandbox",
  "--disable-dev-shm-usage",
  "--disable-gpu",
  "--hide-scrollbars",
  "--disable-background-networking",
];

const SYSTEM_BROWSERS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/**
 * The browser for the tests: the one Playwright installed when it starts here, else the system's Chromium, else the
 * one that comes from npm. `undefined` means Playwright's own.
 */
export async function findBrowser(): Promise<string | undefined> {
  if (existsSync(chromium.executablePath()) && (await starts())) return undefined;
  return SYSTEM_BROWSERS.find((path) => existsSync(path)) ?? (await unpackedBrowser());
}

// Playwright's build is of no use where the libraries it needs are missing.
async function starts(): Promise<boolean> {
  try {
    await (await chromium.launch({ args: BROWSER_ARGS })).close();
    return true;
  } catch {
    return false;
  }
}

// It unpacks itself into the temporary folder and takes whatever lies there already; half an unpacking, or that of
// another user or version, must not be taken, so it gets a folder of its own that is moved into place when whole.
async function unpackedBrowser(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve("@sparticuz/chromium");
  const manifest = JSON.parse(readFileSync(join(dirname(dirname(entry)), "package.json"), "utf8")) as {
    version: string;
  };
  const home = fileURLToPath(new URL("../.openitem/browser/", import.meta.url));
  const place = join(home, manifest.version);
  const browser = join(place, "chromium");
  if (existsSync(browser)) return browser;
  mkdirSync(home, { recursive: true });
  const unfinished = mkdtempSync(join(home, "unpacking-"));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = unfinished;
  try {
    await sparticuz.executablePath();
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  if (existsSync(place)) rmSync(unfinished, { recursive: true });
  else renameSync(unfinished, place);
  return browser;
}
