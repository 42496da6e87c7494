import { type ChildProcess, execFileSync, spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { cpus } from "node:os";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

/** Keeps a process to cores; Linux has it in util-linux. */
const PIN = "taskset";

/** The core that servers run on, and the one for whoever asks them; null when the machine cannot tell them apart. */
const CORES =
  cpus().length > 1 && spawnSync(PIN, ["-V"], { stdio: "ignore" }).status === 0
    ? { server: "0", others: "1" }
    : null;
const READY_MS_MAX = 30_000;
const AUTOCANNON = fileURLToPath(import.meta.resolve("autocannon"));

export const coresApart = CORES !== null;

type Options = { args: string[]; cwd: string; env: Record<string, string>; readyUrl: string };

/** Starts one Node process on the servers' core and waits until it answers. Its output is not kept. */
export async function startServer({ args, cwd, env, readyUrl }: Options): Promise<{ stop(): Promise<void> }> {
  const child = spawn(
    ...onCore("server", [process.execPath, "--disable-warning=ExperimentalWarning", ...args]),
    {
      cwd,
      // Nothing of our own environment may make one of them another program than it is in production.
      env: { PATH: process.env.PATH, NODE_ENV: "production", ...env },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const until = Date.now() + READY_MS_MAX;
  const answers = () =>
    fetch(readyUrl, { redirect: "manual" }).then(
      (answer) => answer.status < 500,
      () => false,
    );
  while (!(await answers())) {
    if (isOver() || Date.now() > until) {
      await end(child);
      throw new Error(`The server of ${readyUrl} did not start.`);
    }
    await sleep(100);
  }
  return { stop: () => end(child) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const over = new Promise((resolve) => child.once("exit", resolve));
  child.kill("SIGTERM");
  await over;
}

export type Load = { perSecond: number; p99Ms: number };

/** Asks for a page as fast as it comes (closed loop). Throws when any answer is not a 2xx. */
export async function ask(
  url: string,
  { connections, seconds, cookie }: { connections: number; seconds: number; cookie?: string },
): Promise<Load> {
  const options = ["--json", "-n", "-c", String(connections), "-d", String(seconds)];
  if (cookie) options.push("-H", `cookie=${cookie}`);
  const [command, args] = onCore("others", [process.execPath, AUTOCANNON, ...options, url]);
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    output += text;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  if (code !== 0) throw new Error(`autocannon ended with ${code}.`);
  const found = JSON.parse(output) as {
    "2xx": number;
    non2xx: number;
    errors: number;
    duration: number;
    latency: { p99: number };
  };
  if (found.non2xx > 0 || found.errors > 0)
    throw new Error(`${url}: ${found.non2xx} answers were not 2xx, ${found.errors} failed.`);
  return { perSecond: found["2xx"] / found.duration, p99Ms: found.latency.p99 };
}

/** Keeps a process and all it has started, and will start, to the core of those who are not measured; or lets it go. */
export function keepToOthers(pid: number, isKept: boolean): void {
  if (!CORES) return;
  const cores = isKept ? CORES.others : `0-${cpus().length - 1}`;
  // One that has ended meanwhile needs no core.
  for (const each of [pid, ...childrenOf(pid)])
    spawnSync(PIN, ["-a", "-p", "-c", cores, String(each)], { stdio: "ignore" });
}

function childrenOf(pid: number): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === pid)
    .map(Number);
}

function parentOf(pid: string): number {
  try {
    // The name of the program stands in brackets and may hold anything; state and parent follow it.
    return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]);
  } catch {
    return -1;
  }
}

function onCore(whose: "server" | "others", command: string[]): [string, string[]] {
  const [program = "", ...args] = CORES ? [PIN, "-c", CORES[whose], ...command] : command;
  return [program, args];
}

/** Runs a build and throws with the end of its output when it fails. */
export function build(
  command: string,
  args: string[],
  { cwd, env }: { cwd: string; env: NodeJS.ProcessEnv },
): void {
  try {
    execFileSync(command, args, {
      cwd,
      env: { ...process.env, NODE_ENV: "production", ...env },
      stdio: "pipe",
    });
  } catch (error) {
    const { stdout = "", stderr = "" } = error as { stdout?: Buffer; stderr?: Buffer };
    throw new Error(
      `${args.join(" ")} failed:\n${`${stdout}${stderr}`.trim().split("\n").slice(-20).join("\n")}`,
    );
  }
}
