import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { DemoSignIn } from "@openitem/domain/demo/load-demo";
import { root } from "./root.ts";

const START_MS_MAX = 150_000;
const LOOK_EVERY_MS = 50;

/** The file or program that tells the processes of a start apart. */
const PROGRAM = {
  portal: "apps/portal/server/main.ts",
  "back office": "apps/backoffice/server/main.ts",
  worker: "server/worker.ts",
  database: "bin/postgres",
} as const;

export type Started = {
  /** What it printed. */
  output: string;
  /** From the command to the addresses. */
  readyMs: number;
  /** What apps and worker are configured by. */
  environment: Record<string, string>;
  signIns: DemoSignIn[];
  /** Kills one of its processes as the kernel would, and answers when that is gone. */
  kill(which: keyof typeof PROGRAM): Promise<void>;
  /** Ctrl-C; answers the exit code. */
  stop(): Promise<number | null>;
};

/** `npm start` with data, logs and secrets in `state`, once it says that it is ready. */
export async function startWith(state: string, env: Record<string, string>): Promise<Started> {
  const since = performance.now();
  const child = spawn(
    process.execPath,
    ["--disable-warning=ExperimentalWarning", join(root, "scripts/start-stage.ts")],
    {
      cwd: root,
      env: { PATH: process.env.PATH, HOME: process.env.HOME, OPENITEM_STATE: state, ...env },
      // The channel tells it when we are gone, however we went.
      stdio: ["ignore", "pipe", "pipe", "ipc"],
    },
  );
  const ended = new Promise<number | null>((done) => child.on("close", done));
  let isOver = false;
  let output = "";
  void ended.then(() => {
    isOver = true;
  });
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
  await until("the start is ready", () => isOver || output.includes("Openitem is ready."), START_MS_MAX);
  if (isOver) throw new Error(`The start ended:\n${output}`);
  const readyMs = performance.now() - since;

  const readJson = (file: string) => JSON.parse(readFileSync(join(state, file), "utf8"));
  return {
    get output() {
      return output;
    },
    readyMs,
    environment: readJson("running.json").environment,
    signIns: readJson("demo.json").signIns,
    async kill(which) {
      const pid = childrenOf(child.pid).find((each) => commandOf(each).includes(PROGRAM[which]));
      if (!pid) throw new Error(`There is no process of the ${which}`);
      process.kill(pid, "SIGKILL");
      await until(`the ${which} is gone`, () => commandOf(pid) === "");
    },
    stop() {
      child.kill("SIGINT");
      return ended;
    },
  };
}

/** Looks again and again until something is so. */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  patienceMs = 60_000,
): Promise<void> {
  const end = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > end) throw new Error(`Waited ${patienceMs / 1000} s in vain until ${what}`);
    await sleep(LOOK_EVERY_MS);
  }
}

const childrenOf = (parent: number | undefined): number[] =>
  readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && parentOf(name) === parent)
    .map(Number);

function parentOf(pid: string): number | undefined {
  const status = readProc(pid, "status");
  return Number(/^PPid:\s*(\d+)/m.exec(status)?.[1]);
}

const commandOf = (pid: number): string => readProc(String(pid), "cmdline");

function readProc(pid: string, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // It went while we looked.
    return "";
  }
}
