// Plain JavaScript for the machine's own Node: it runs before anything is installed.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createWriteStream, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
/** Data, logs and secrets of this installation. */
export const state = resolve(process.env.OPENITEM_STATE || join(root, ".openitem"));
export const bin = join(root, "node_modules", ".bin");
export const node26 = join(bin, "node");

const STAMP = join(root, "node_modules", ".openitem-installed");
const NODE_MAJOR_MIN = 20;

/** A reason that is told to the person in one sentence, without a stack. */
class Stop extends Error {}

/** The environment in which npm's tools find our Node before the machine's. */
export function toolEnv(extra = {}) {
  return {
    ...process.env,
    PATH: `${bin}${delimiter}${process.env.PATH ?? ""}`,
    TURBO_TELEMETRY_DISABLED: "1",
    DO_NOT_TRACK: "1",
    ...extra,
  };
}

/** Installs what the lock file names when it is not there yet. Throws `Stop` when that is not possible. */
export async function ensureInstalled(out = process.stdout) {
  if (Number(process.versions.node.split(".")[0]) < NODE_MAJOR_MIN)
    throw new Stop(`Node ${NODE_MAJOR_MIN} or newer is needed and this is ${process.version}.`);
  const wanted = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, "utf8") === wanted && existsSync(node26)) return;

  const log = join(state, "logs", "install.log");
  mkdirSync(dirname(log), { recursive: true });
  const done = progress("Installing packages (about a minute the first time)", out);
  const code = await runNpm(log);
  if (code !== 0) {
    done("failed");
    const reason = readFileSync(log, "utf8").trim().split("\n").slice(-12).join("\n");
    throw new Stop(
      code === "missing"
        ? "npm was not found: install npm 10 or newer."
        : `${reason}\nThe packages could not be installed (npm ended with ${code}); the whole log is ${log}.`,
    );
  }
  if (!existsSync(node26)) {
    done("failed");
    throw new Stop(
      `The packages are installed but Node 26 is not among them: delete node_modules and start again (log: ${log}).`,
    );
  }
  writeFileSync(STAMP, wanted);
  done("done");
}

// `npm ci` refuses the lock file, which cannot name other platforms' optional binaries; `--no-save` leaves it as it is.
function runNpm(log) {
  const options = [
    "install",
    "--no-save",
    "--no-audit",
    "--no-fund",
    "--no-progress",
    "--include=dev",
    "--loglevel=warn",
  ];
  const own = process.env.npm_execpath;
  const [command, args] = own?.endsWith("npm-cli.js")
    ? [process.execPath, [own, ...options]]
    : ["npm", options];
  return new Promise((resolve) => {
    const out = createWriteStream(log);
    const child = spawn(command, args, {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, NODE_ENV: "" },
    });
    child.stdout.pipe(out, { end: false });
    child.stderr.pipe(out, { end: false });
    child.on("error", (error) => resolve(error.code === "ENOENT" ? "missing" : error.message));
    child.on("close", (code, signal) => out.end(() => resolve(signal ?? code)));
  });
}

function fingerprint() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  const manifests = ["package-lock.json", "package.json", ".npmrc", "e2e/package.json", "bench/package.json"];
  for (const group of ["apps", "packages"])
    for (const name of readdirSync(join(root, group)).sort()) manifests.push(`${group}/${name}/package.json`);
  for (const file of manifests) {
    const path = join(root, file);
    if (existsSync(path)) hash.update(`${file}\n`).update(readFileSync(path));
  }
  return hash.digest("hex");
}

// The line that is being repainted on a terminal, if any.
let repaint = () => {};

/** Prints a line, without tearing a progress line apart. */
export function say(line, out = process.stdout) {
  out.write(out.isTTY ? `\r\x1b[K${line}\n` : `${line}\n`);
  repaint();
}

/** One line that counts the seconds on a terminal, and is printed once elsewhere. Answers how to end it. */
export function progress(text, out = process.stdout) {
  const since = Date.now();
  const seconds = () => `${((Date.now() - since) / 1000).toFixed(1)} s`;
  if (!out.isTTY) {
    say(`${text} …`, out);
    return (outcome) => outcome === "failed" && say(`${text}: failed after ${seconds()}`, out);
  }
  const paint = (end) => out.write(`\r\x1b[K${text} … ${end}`);
  repaint = () => paint(seconds());
  const timer = setInterval(repaint, 1000);
  paint("");
  return (outcome) => {
    clearInterval(timer);
    repaint = () => {};
    paint(`${outcome === "failed" ? "failed after " : ""}${seconds()}\n`);
  };
}

/** Ends the process with one sentence for a `Stop`, or with the stack of what nobody foresaw. */
export function fail(error) {
  process.stderr.write(`${error instanceof Stop ? error.message : (error.stack ?? error)}\n`);
  process.exit(1);
}
