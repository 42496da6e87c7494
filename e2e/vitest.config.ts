import { defineConfig } from "vitest/config";

/** What is tried without a browser, on a system of its own. Runs from the root of the repository. */
export default defineConfig({
  test: {
    include: ["e2e/**/*.test.ts"],
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
});
