import type { SystemUnderTest } from "./system.ts";

/** The system that was started for this run: addresses, sign-ins and the environment of its apps. */
export function systemUnderTest(): SystemUnderTest {
  const text = process.env.SYSTEM_UNDER_TEST;
  if (!text) throw new Error("No system was started: run the tests through e2e/playwright.config.ts.");
  return JSON.parse(text) as SystemUnderTest;
}
