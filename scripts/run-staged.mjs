// Plain JavaScript for the machine's own Node: hands over to Node 26 and passes signals and the exit code on.
import { spawn } from "node:child_process";
import { ensureInstalled, fail, node26, root, toolEnv } from "./install.mjs";

/**
 * Installs when needed, then runs a TypeScript file of this repository under Node 26 in place of this process.
 * `out` takes the progress of an installation; standard output may belong to the program's figures.
 */
export async function runStaged(file, args, { cwd = root, out = process.stdout } = {}) {
  try {
    await ensureInstalled(out);
  } catch (error) {
    fail(error);
  }
  // The channel tells the other process when this one is gone, however it went.
  const child = spawn(node26, ["--disable-warning=ExperimentalWarning", file, ...args], {
    cwd,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: toolEnv(),
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  // npm passes a signal on to its shell only, and the shell dies of it without a word to us.
  const parent = process.ppid;
  const orphaned = () => process.ppid !== parent && child.kill("SIGTERM");
  if (process.env.npm_lifecycle_event) setInterval(orphaned, 300).unref();
  child.on("error", fail);
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
