import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { StartFailure } from "@openitem/db/start-failure";

/** What a start leaves for others in the same checkout: that it is there, and once it is up, how to reach it. */
type Running = { pid: number; environment?: Record<string, string> };

export type StartLock = {
  /** Tells others in this checkout how to reach what runs. */
  publish(environment: Record<string, string>): void;
  release(): void;
};

/** Lets one start at a time into a checkout. Throws `StartFailure` when another is running. */
export function takeStartLock(file: string): StartLock {
  mkdirSync(dirname(file), { recursive: true });
  const mine: Running = { pid: process.pid };
  try {
    writeFileSync(file, JSON.stringify(mine), { flag: "wx", mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
    const other = readRunning(file);
    if (other)
      throw new StartFailure(
        `This checkout is already started (process ${other.pid}): stop it with Ctrl-C where it runs, or use it as it is.`,
      );
    // Left behind by a start that was killed.
    rmSync(file, { force: true });
    writeFileSync(file, JSON.stringify(mine), { flag: "wx", mode: 0o600 });
  }
  return {
    publish(environment) {
      const unfinished = `${file}.new`;
      writeFileSync(unfinished, JSON.stringify({ ...mine, environment }), { mode: 0o600 });
      renameSync(unfinished, file);
    },
    release: () => rmSync(file, { force: true }),
  };
}

/** The start that runs in this checkout now, if any. */
export function readRunning(file: string): Running | undefined {
  if (!existsSync(file)) return undefined;
  let running: Running;
  try {
    running = JSON.parse(readFileSync(file, "utf8")) as Running;
  } catch {
    return undefined;
  }
  return isStart(running.pid) ? running : undefined;
}

// The number of a killed start may belong to another program by now.
function isStart(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ESRCH") return false;
  }
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("start-stage");
  } catch {
    return !existsSync("/proc/self");
  }
}
