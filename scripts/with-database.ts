import { spawn } from "node:child_process";
import { join } from "node:path";
import { openDatabase } from "@openitem/db/open-database";
import { StartFailure } from "@openitem/db/start-failure";
import { node26, root, state } from "./install.mjs";
import { environmentOf, STAND_IN_KEYS } from "./system/environment.ts";
import { readRunning } from "./system/running.ts";
import { keepSecrets, readSettings } from "./system/settings.ts";

// Runs a program of this repository with the database of this checkout: that of `npm start` when it is up, else
// DATABASE_URL, else the embedded one for as long as the program takes.
const [file, ...args] = process.argv.slice(2);

async function main(): Promise<number> {
  const running = readRunning(join(state, "running.json"));
  if (running && !running.environment)
    throw new StartFailure("npm start is still setting things up in this checkout: wait until it is ready.");
  if (running?.environment) return run({ ...process.env, ...running.environment });
  const settings = readSettings(process.env);
  const secrets = keepSecrets(join(state, "secrets.json"));
  const database = await openDatabase(process.env, {
    dataDir: join(state, "postgres"),
    logFile: join(state, "logs", "postgres.log"),
    onEnd: (sentence) => console.error(sentence),
  });
  try {
    return await run({
      ...process.env,
      ...environmentOf(settings, secrets, {
        ...database,
        ...STAND_IN_KEYS,
        filesDir: process.env.FILES_DIR || join(state, "files"),
      }),
    });
  } finally {
    await database.stop();
  }
}

function run(env: NodeJS.ProcessEnv): Promise<number> {
  const child = spawn(node26, ["--disable-warning=ExperimentalWarning", join(root, file ?? ""), ...args], {
    stdio: "inherit",
    env,
  });
  // The program decides how to end; the database must outlive it.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => child.kill(signal));
  process.on("disconnect", () => child.kill("SIGTERM"));
  return new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(signal ? 1 : (code ?? 1)));
  });
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof StartFailure ? error.message : error);
  process.exitCode = 1;
}
process.disconnect?.();
