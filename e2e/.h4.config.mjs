import { readFileSync } from "node:fs";
import base from "/work/main/e2e/playwright.config.ts";
const { environment } = JSON.parse(readFileSync("/tmp/h4/state/running.json", "utf8"));
process.env.SYSTEM_UNDER_TEST ??= JSON.stringify({ portalUrl: "http://localhost:4310", backofficeUrl: "http://localhost:4311", stripeUrl: "http://localhost:4312", mailUrl: "http://localhost:4313", environment, signIns: [] });
const { globalSetup: _, ...rest } = base;
export default { ...rest, testDir: "/work/main/e2e", outputDir: "/tmp/h4/results" };
