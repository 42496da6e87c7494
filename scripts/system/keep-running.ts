import { setTimeout as sleep } from "node:timers/promises";
import { openDatabase } from "@openitem/db/open-database";
import { reasonOf } from "@openitem/db/start-failure";
import type { Child } from "./child.ts";

/*
 * What ends without having been asked to is started again. All of it may be cut off at any time: what was committed is
 * in the database, and what was not is asked for again.
 */

const COUNTED_MS = 60_000;
/** Waited before each new try; who ends once more within a minute is given up. */
const PAUSES_MS = [200, 500, 1_000, 2_000, 4_000, 8_000];

export type Keeping = {
  /** Says so when something is started again. */
  tell: (line: string) => void;
  /** It ended before it was to be kept, or too often; what remains is the caller's to stop. */
  giveUp: (sentence: string) => void;
};

export type Kept<What> = {
  /** As it was started first. */
  first: What;
  /** From now on it is started again when it ends. */
  keep(): void;
  /** May be called again. */
  stop(): Promise<void>;
};

/** Starts a process of ours and watches over it. */
export function keepChild(start: () => Child, logs: string, { tell, giveUp }: Keeping): Kept<Child> {
  const first = start();
  const patience = newPatience();
  let current = first;
  let isKept = false;
  let isStopping = false;
  const watch = async () => {
    for (;;) {
      const how = await current.ended;
      if (isStopping) return;
      const sentence = `The ${current.name} ended (${how}); its log is in ${logs}.`;
      const pauseMs = isKept ? patience() : null;
      if (pauseMs === null) return giveUp(sentence);
      tell(`${sentence} It is started again.`);
      await current.stop();
      await sleep(pauseMs);
      if (isStopping) return;
      current = start();
    }
  };
  void watch();
  return {
    first,
    keep: () => {
      isKept = true;
    },
    stop: () => {
      isStopping = true;
      return current.stop();
    },
  };
}

type Database = Awaited<ReturnType<typeof openDatabase>>;
type DatabaseOptions = Omit<Parameters<typeof openDatabase>[1], "tell" | "onEnd">;

/** Opens the database and watches over its server where it is ours. It comes back at the same address, or not at all. */
export async function keepDatabase(
  env: NodeJS.ProcessEnv,
  options: DatabaseOptions,
  { tell, giveUp }: Keeping,
): Promise<Kept<Database>> {
  const patience = newPatience();
  let isKept = false;
  let isStopping = false;
  const open = (inEnv: NodeJS.ProcessEnv): Promise<Database> =>
    openDatabase(inEnv, { ...options, tell, onEnd: (sentence) => void reopen(sentence) });
  const first = await open(env);
  let current = first;
  const samePlace = { ...env, POSTGRES_PORT: new URL(first.ownerUrl).port };

  async function reopen(sentence: string): Promise<void> {
    if (isKept) tell(`${sentence} It is started again.`);
    await current.stop();
    let reason = sentence;
    for (let pauseMs = isKept ? patience() : null; pauseMs !== null; pauseMs = patience()) {
      await sleep(pauseMs);
      if (isStopping) return;
      try {
        current = await open(samePlace);
        if (isStopping) await current.stop();
        return;
      } catch (error) {
        // What the killed server left running goes away in a moment.
        reason = reasonOf(error);
      }
    }
    giveUp(reason);
  }

  return {
    first,
    keep: () => {
      isKept = true;
    },
    stop: () => {
      isStopping = true;
      return current.stop();
    },
  };
}

/** How long to wait before the next try, null when there were too many within a minute. */
function newPatience(): () => number | null {
  let triedAtMs: number[] = [];
  return () => {
    const nowMs = performance.now();
    triedAtMs = triedAtMs.filter((at) => nowMs - at < COUNTED_MS);
    const pauseMs = PAUSES_MS[triedAtMs.length] ?? null;
    triedAtMs.push(nowMs);
    return pauseMs;
  };
}
