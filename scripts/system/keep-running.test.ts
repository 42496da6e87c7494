import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { type Child, startChild } from "./child.ts";
import { keepChild } from "./keep-running.ts";

const home = mkdtempSync(join(tmpdir(), "openitem-keep-"));
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** A program of the shell in place of the worker, watched over; tells what happened to it in order. */
function keep(program: string) {
  const started: Child[] = [];
  const told: string[] = [];
  const again = Promise.withResolvers<void>();
  const given = Promise.withResolvers<string>();
  const kept = keepChild(
    () => {
      started.push(
        startChild({
          name: "worker",
          command: "/bin/sh",
          args: ["-c", program],
          cwd: "/",
          env: {},
          logFile: join(home, "worker.log"),
        }),
      );
      if (started.length === 2) again.resolve();
      return started.at(-1)!;
    },
    home,
    { tell: (line) => told.push(line), giveUp: given.resolve },
  );
  return { kept, started, told, again: again.promise, given: given.promise };
}

test("what ends before all are up is not started again", async () => {
  const { started, given } = keep("exit 3");
  expect(await given).toBe(`The worker ended (exit code 3); its log is in ${home}.`);
  expect(started).toHaveLength(1);
});

test("what ends later is started again", async () => {
  const { kept, told, again } = keep("kill -9 $$");
  kept.keep();
  await again;
  expect(told[0]).toBe(`The worker ended (SIGKILL); its log is in ${home}. It is started again.`);
  await kept.stop();
});
