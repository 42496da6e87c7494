import { join, relative } from "node:path";
import { StartFailure } from "@openitem/db/start-failure";
import { progress, root, say, state } from "./install.mjs";
import { type StartLock, takeStartLock } from "./system/running.ts";
import { CalledOff, type RunningSystem, startSystem } from "./system/start-system.ts";

const off = new AbortController();
let lock: StartLock | undefined;
let starting: Promise<RunningSystem> | undefined;
let ending = false;

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => void end(0));
process.on("disconnect", () => void end(0));
process.on("uncaughtException", (error) => void end(1, error.stack ?? error.message));
// The terminal may be gone before we are.
process.stdout.on("error", () => {});
process.stderr.on("error", () => {});

try {
  lock = takeStartLock(join(state, "running.json"));
  starting = startSystem({
    root,
    stateDir: state,
    env: process.env,
    withDemo: true,
    keepRunning: true,
    signal: off.signal,
    step: progress,
    tell: say,
    onEnd: (sentence) => void end(1, sentence),
  });
  const system = await starting;
  if (!ending) {
    lock.publish(system.environment);
    console.log(welcome(system));
  }
} catch (error) {
  if (error instanceof CalledOff) await end(0);
  else if (error instanceof StartFailure) await end(1, error.message);
  else await end(1, error instanceof Error ? (error.stack ?? error.message) : String(error));
}

/** Ends once, whoever asks first: stops what runs or is being started, then the process. */
async function end(code: number, sentence?: string): Promise<void> {
  if (ending) return;
  ending = true;
  if (sentence) console.error(sentence);
  else console.log("\nStopping …");
  off.abort();
  // A start that failed has stopped what it had begun, and whoever waits for it tells why.
  await starting?.then((system) => system.stop()).catch(() => {});
  lock?.release();
  if (!sentence) console.log(`Stopped. Everything is kept in ${relative(process.cwd(), state)}.`);
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
          ...table(
            signIns.map(({ where, who, role, email, password }) => [
              where === "portal" ? "Portal" : "Back office",
              email,
              password,
              `${who}, ${role}`,
            ]),
          ),
        ]),
    "",
    "Ctrl-C stops everything and keeps it.",
    "",
  ].join("\n");
}
