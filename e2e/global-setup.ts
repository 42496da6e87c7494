import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { SystemUnderTest } from "./system.ts";

/** Starts the system for the run and hands its addresses to the workers; answers how to stop it. */
export default async function setUp(): Promise<() => Promise<void>> {
  const child = fork(fileURLToPath(new URL("./system.ts", import.meta.url)), {
    // Playwright's own loaders must not reach the product.
    execArgv: ["--disable-warning=ExperimentalWarning"],
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  const gone = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const reach = await Promise.race([
    new Promise<SystemUnderTest>((resolve) =>
      child.once("message", (message) => resolve(message as SystemUnderTest)),
    ),
    gone.then((code) =>
      Promise.reject(new Error(`The system under test did not start (exit code ${code}).`)),
    ),
  ]);
  process.env.SYSTEM_UNDER_TEST = JSON.stringify(reach);
  return async () => {
    child.kill("SIGTERM");
    await gone;
  };
}
