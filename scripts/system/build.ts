import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { StartFailure } from "@openitem/db/start-failure";
import { startChild } from "./child.ts";

/** Made by builds and tools, or not part of any build. */
const PASSED_OVER = new Set([
  "node_modules",
  "build",
  "dist",
  ".react-router",
  ".turbo",
  ".openitem",
  "test",
  "migrations",
]);

/**
 * Builds both apps unless nothing they are made of has changed since the last time. `stamp` remembers what was
 * built. Answers whether it built. Throws `StartFailure` with the end of the build's log.
 */
export async function buildWhenChanged(
  root: string,
  { stamp, logFile, signal }: { stamp: string; logFile: string; signal: AbortSignal },
): Promise<boolean> {
  const wanted = fingerprint(root);
  const hasOutput = ["portal", "backoffice"].every((app) =>
    ["build", "dist"].some((folder) => existsSync(join(root, "apps", app, folder))),
  );
  if (hasOutput && existsSync(stamp) && readFileSync(stamp, "utf8") === wanted) return false;

  const from = existsSync(logFile) ? readFileSync(logFile).length : 0;
  const build = startChild({
    name: "build",
    command: join(root, "node_modules", ".bin", "turbo"),
    args: ["run", "build", "--output-logs=new-only", "--ui=stream", "--no-color"],
    cwd: root,
    // Read by the bundlers: a start is a production build whatever the shell says.
    env: { ...process.env, NODE_ENV: "production", FORCE_COLOR: "0" },
    logFile,
  });
  const stop = () => void build.stop();
  signal.addEventListener("abort", stop);
  const how = await build.ended;
  signal.removeEventListener("abort", stop);
  await build.stop();
  if (signal.aborted) return false;
  if (how !== "exit code 0") {
    const lines = readFileSync(logFile).subarray(from).toString("utf8").trim().split("\n");
    const words = lines
      .filter((line) => line.trim() && !/npm error/.test(line))
      .slice(-30)
      .join("\n");
    throw new StartFailure(`${words}\nThe apps could not be built; the whole log is ${logFile}.`);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
  return true;
}

function fingerprint(root: string): string {
  const hash = createHash("sha256");
  for (const top of ["apps", "packages"]) addFolder(hash, root, join(root, top));
  for (const file of ["package-lock.json", "tsconfig.base.json", "turbo.json"])
    addFile(hash, root, join(root, file));
  return hash.digest("hex");
}

function addFolder(hash: ReturnType<typeof createHash>, root: string, folder: string): void {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (PASSED_OVER.has(entry.name) || /\.test\.tsx?$/.test(entry.name)) continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) addFolder(hash, root, path);
    else if (entry.isFile()) addFile(hash, root, path);
  }
}

function addFile(hash: ReturnType<typeof createHash>, root: string, path: string): void {
  if (existsSync(path)) hash.update(`${relative(root, path)}\n`).update(readFileSync(path));
}
