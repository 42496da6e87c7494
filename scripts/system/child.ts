import { type ChildProcess, spawn } from "node:child_process";
import { createWriteStream, mkdirSync, renameSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { StartFailure } from "@openitem/db/start-failure";

const STOP_MS_MAX = 20_000;
const READY_MS_MAX = 60_000;
const LOG_BYTES_MAX = 10 * 1024 * 1024;
const ECHO_AGAIN_MS = 60_000;
const ECHO_LENGTH_MAX = 300;
const ECHOES_KEPT = 500;
/** pino's number for a warning; errors are above it. */
const WARNING = 40;

export type Child = {
  name: string;
  /** Resolves with how it ended, e.g. "exit code 1". */
  ended: Promise<string>;
  isOver(): boolean;
  /** SIGTERM, then after a while SIGKILL; resolves when it is gone. */
  stop(): Promise<void>;
};

type Options = {
  name: string;
  command: string;
  args: string[];
  cwd: string;
  env: NodeJS.ProcessEnv;
  logFile: string;
  /** Called with each line that says something went wrong. */
  echo?: (line: string) => void;
};

/**
 * Starts a process in a group of its own, so that Ctrl-C in a terminal reaches it only through `stop`, and with
 * a watcher that ends it when this process is gone, however it went. Its output goes to the log file.
 */
export function startChild({ name, command, args, cwd, env, logFile, echo }: Options): Child {
  mkdirSync(dirname(logFile), { recursive: true });
  if ((statSync(logFile, { throwIfNoEntry: false })?.size ?? 0) > LOG_BYTES_MAX)
    renameSync(logFile, `${logFile}.old`);
  const log = createWriteStream(logFile, { flags: "a", mode: 0o600 });
  // A full disk must not take the system down with it.
  log.on("error", (error) => echo?.(`${name}: its log cannot be written (${error.message})`));
  const child = spawn(command, args, { cwd, env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
  for (const [stream, isError] of [
    [child.stdout, false],
    [child.stderr, true],
  ] as const)
    createInterface({ input: stream }).on("line", (line) => {
      if (!log.writableEnded) log.write(`${line}\n`);
      const warning = warningIn(line, isError)?.split("\n", 1)[0]?.slice(0, ECHO_LENGTH_MAX);
      if (warning && isNews(warning)) echo?.(`${name}: ${warning}`);
    });
  const echoedMs = new Map<string, number>();
  // What goes wrong every second is told once a minute; the log has it all.
  const isNews = (warning: string) => {
    const lastMs = echoedMs.get(warning);
    if (lastMs !== undefined && Date.now() - lastMs < ECHO_AGAIN_MS) return false;
    if (echoedMs.size >= ECHOES_KEPT) echoedMs.clear();
    echoedMs.set(warning, Date.now());
    return true;
  };
  let over = false;
  const ended = new Promise<string>((resolve) => {
    const end = (how: string) => {
      over = true;
      log.end();
      resolve(how);
    };
    child.on("error", (error) => end(error.message));
    child.on("close", (code, signal) => end(signal ?? `exit code ${code}`));
  });
  const watcher = watchOver(child);
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    if (!over) {
      child.kill("SIGTERM");
      const impatience = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
      await ended;
      clearTimeout(impatience);
    }
    watcher?.kill("SIGKILL");
  };
  return {
    name,
    ended,
    isOver: () => over,
    stop: () => {
      stopping ??= stop();
      return stopping;
    },
  };
}

// Holds the end of a pipe; when it breaks, the process that started us both is gone.
function watchOver({ pid }: ChildProcess): ChildProcess | undefined {
  if (pid === undefined) return undefined;
  const watcher = spawn("/bin/sh", ["-c", `cat >/dev/null; kill -TERM ${pid} 2>/dev/null`], {
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.unref();
  return watcher;
}

function warningIn(line: string, isError: boolean): string | undefined {
  if (!line.startsWith("{")) return isError && line.trim() ? line : undefined;
  try {
    const { level, msg, err } = JSON.parse(line) as {
      level?: number;
      msg?: string;
      err?: { message?: string };
    };
    if (typeof level !== "number" || level < WARNING) return undefined;
    return [level > WARNING ? "error" : "warning", msg, err?.message === msg ? undefined : err?.message]
      .filter(Boolean)
      .join(": ");
  } catch {
    return isError ? line : undefined;
  }
}

/** Waits until the address answers 200. Throws `StartFailure` when the process ends first or takes too long. */
export async function untilReady(
  child: Child,
  url: string,
  logFile: string,
  signal: AbortSignal,
): Promise<void> {
  const until = Date.now() + READY_MS_MAX;
  let last = "no answer yet";
  while (!signal.aborted) {
    if (child.isOver())
      throw new StartFailure(
        `The ${child.name} ended while starting (${await child.ended}); its log is ${logFile}.`,
      );
    try {
      const answer = await fetch(url, { signal: AbortSignal.timeout(5_000) });
      if (answer.ok) return;
      last = `${answer.status} ${(await answer.text()).slice(0, 200)}`;
    } catch (error) {
      last = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() > until)
      throw new StartFailure(
        `The ${child.name} was not ready after ${READY_MS_MAX / 1000} s (${url}: ${last}); its log is ${logFile}.`,
      );
    await sleep(100);
  }
}
