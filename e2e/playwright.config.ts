import { defineConfig } from "@playwright/test";
import { BROWSER_ARGS, findBrowser } from "./browser.ts";

// Found once for the run; the workers read this file again and inherit the answer.
process.env.TEST_BROWSER ??= (await findBrowser()) ?? "";
const executablePath = process.env.TEST_BROWSER;
const report = process.env.PLAYWRIGHT_JSON_OUTPUT_FILE;

export default defineConfig({
  testDir: ".",
  testMatch: "**/*.story.ts",
  outputDir: "test-results",
  globalSetup: "./global-setup.ts",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: report ? [["list"], ["json", { outputFile: report }]] : "list",
  use: {
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: { args: BROWSER_ARGS, ...(executablePath ? { executablePath } : {}) },
  },
  projects: [
    { name: "desktop", use: { browserName: "chromium", viewport: { width: 1280, height: 800 } } },
    {
      name: "phone",
      use: { browserName: "chromium", viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
    },
  ],
});
