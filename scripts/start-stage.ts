import { join } from "node:path";
import { StartFailure } from "@openitem/db/start-failure";
import { progress, root, state } from "./install.mjs";
import { type StartLock, takeStartLock } from "./system/running.ts";
import { CalledOff, type RunningSystem, startSystem } from "./system/start-system.ts";

const off = new AbortController();
let lock: StartLock | undefined;
let system: RunningSystem | undefined;
let ending = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(0));
process.on("disconnect", () => void end(0));
// The terminal may be gone before we are.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

try {
  lock = takeStartLock(join(state, "running.json"));
  system = await startSystem({
    root,
    stateDir: state,
    env: process.env,
    withDemo: true,
    signal: off.signal,
    step: progress,
    tell: (line) => console.log(line),
    onEnd: (sentence) => void end(1, sentence),
  });
  if (!ending) {
    lock.publish(system.environment);
    console.log(welcome(system));
  }
} catch (error) {
  if (error instanceof CalledOff) await end(0);
  else if (error instanceof StartFailure) await end(1, error.message);
  else await end(1, error instanceof Error ? (error.stack ?? error.message) : String(error));
}

async function end(code: number, sentence?: string): Promise<void> {
  if (sentence) console.error(sentence);
  if (ending) return;
  ending = true;
  if (system) console.log("\nStopping …");
  off.abort();
  await system?.stop();
  // A start that is still going on notices by itself and comes back here through its own error.
  lock?.release();
  if (system) console.log("Stopped. Everything is kept in .openitem.");
  process.exit(code);
}

function welcome({ settings, signIns }: RunningSystem): string {
  const places: [string, string][] = [
    ["Portal", settings.portalUrl],
    ["Back office", settings.backofficeUrl],
  ];
  if (!settings.stripe) places.push(["Stripe stand-in", `http://localhost:${settings.stripePort}`]);
  if (!settings.resend) places.push(["Mail inbox", `http://localhost:${settings.mailPort}/inbox`]);
  const table = (rows: string[][]) => {
    const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
    return rows.map(
      (row) =>
        `  ${row
          .map((cell, column) => cell.padEnd(widths[column]!))
          .join("  ")
          .trimEnd()}`,
    );
  };
  return [
    "",
    "Openitem is ready.",
    "",
    ...table(places),
    ...(signIns.length === 0
      ? []
      : [
          "",
          "Demo sign-ins",
          "",
          ...table(signIns.map(({ app, who, email, password }) => [app, who, email, password])),
        ]),
    "",
    "Ctrl-C stops everything and keeps it.",
    "",
  ].join("\n");
}
