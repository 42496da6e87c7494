import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["{packages,apps,scripts,bench}/**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "**/build/**", "**/dist/**", "**/.react-router/**", "e2e/**"],
    globalSetup: ["packages/db/test/global-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    // Commands run against a real database; a busy machine must not turn that into a failure.
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
});
