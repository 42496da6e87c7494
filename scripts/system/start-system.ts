import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DemoSignIn } from "@openitem/domain/demo/load-demo";
import { startResendStandIn } from "@openitem/sandbox/resend-stand-in";
import { startStripeStandIn } from "@openitem/sandbox/stripe-stand-in";
import { buildWhenChanged } from "./build.ts";
import { type Child, startChild, untilReady } from "./child.ts";
import { keepDemo, needsDemo, readBillers } from "./demo.ts";
import { environmentOf, STAND_IN_KEYS } from "./environment.ts";
import { type Kept, keepChild, keepDatabase } from "./keep-running.ts";
import { checkPorts, keepSecrets, readSettings, type Settings } from "./settings.ts";

export type SystemOptions = {
  root: string;
  /** Data, logs and secrets of this installation. */
  stateDir: string;
  env: NodeJS.ProcessEnv;
  /** Whether an empty database gets the demo company. */
  withDemo: boolean;
  /** Server settings of a throw-away database. */
  databaseSettings?: Record<string, string>;
  /** Whether apps, worker and embedded database are started again when they end once all were up. */
  keepRunning: boolean;
  signal: AbortSignal;
  /** Begins a step that takes a while; the answer ends it. */
  step: (what: string) => (outcome: "done" | "failed") => void;
  /** A line worth showing. */
  tell: (line: string) => void;
  /** Something ended that should have gone on, and is not started again; what remains is the caller's to stop. */
  onEnd: (sentence: string) => void;
};

export type RunningSystem = {
  settings: Settings;
  environment: Record<string, string>;
  signIns: DemoSignIn[];
  /** Apps first, the database last. May be called again. */
  stop(): Promise<void>;
};

/** The start was called off while it went on. */
export class CalledOff extends Error {
  override name = "CalledOff";
}

/**
 * Starts database, stand-ins, portal, back office and worker, in that order, and answers when all are ready.
 * When a part fails, what was started is stopped before the error is thrown.
 */
export async function startSystem(options: SystemOptions): Promise<RunningSystem> {
  const { root, stateDir, env, signal, step, tell } = options;
  const settings = readSettings(env);
  const logs = join(stateDir, "logs");
  mkdirSync(logs, { recursive: true });
  await checkPorts(portsOf(settings));
  const secrets = keepSecrets(join(stateDir, "secrets.json"));

  const stops: (() => Promise<void>)[] = [];
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= (async () => {
      for (const each of stops.reverse()) await each();
    })();
    return stopping;
  };
  const onEnd = (sentence: string) => {
    if (stopping === undefined) options.onEnd(sentence);
  };
  const during = async <T>(what: string, work: Promise<T>): Promise<T> => {
    const done = step(what);
    try {
      const result = await Promise.race([work, whenAborted(signal)]);
      done("done");
      return result;
    } catch (error) {
      done(error instanceof CalledOff ? "done" : "failed");
      throw error;
    }
  };

  try {
    const keeping = { tell, giveUp: onEnd };
    const kept: Pick<Kept<unknown>, "keep">[] = [];
    const opening = keepDatabase(
      env,
      {
        dataDir: join(stateDir, "postgres"),
        settings: options.databaseSettings ?? {},
        logFile: join(logs, "postgres.log"),
      },
      keeping,
    );
    stops.push(async () => (await opening.catch(() => undefined))?.stop());
    const opened = await during("Opening the database", opening);
    kept.push(opened);
    const database = opened.first;
    const billers = await readBillers(database.ownerUrl);
    const isEmpty = billers.size === 0;

    const buildOff = new AbortController();
    const building = buildWhenChanged(root, {
      stamp: join(root, ".openitem", "built"),
      logFile: join(logs, "build.log"),
      signal: AbortSignal.any([signal, buildOff.signal]),
    });
    // It goes on while the demo is loaded and is awaited further down; until then a failure of it must not count as unhandled.
    building.catch(() => {});
    stops.push(async () => {
      buildOff.abort();
      await building.catch(() => {});
    });

    const keys = { ...STAND_IN_KEYS };
    const standIns = join(stateDir, "stand-ins");
    // What they remember belongs to the books that are no longer there.
    if (isEmpty) rmSync(standIns, { recursive: true, force: true });
    mkdirSync(standIns, { recursive: true });
    if (!settings.stripe) {
      const standIn = await startStripeStandIn({
        port: settings.stripePort,
        publicUrl: `http://localhost:${settings.stripePort}`,
        webhookUrl: `http://localhost:${settings.portalPort}/webhooks/stripe`,
        webhookSecret: secrets.stripeWebhookSecret,
        stateFile: join(standIns, "stripe.json"),
        // The biller's name where he has been founded; the demo company's is its short name with a capital.
        merchant: billers.get(settings.organization) ?? capitalized(settings.organization),
      });
      stops.push(standIn.close);
      keys.stripeKey = standIn.secretKey;
    }
    if (!settings.resend) {
      const standIn = await startResendStandIn({
        port: settings.mailPort,
        stateFile: join(standIns, "resend.json"),
        webhook: {
          url: `http://localhost:${settings.portalPort}/webhooks/resend`,
          secret: secrets.resendWebhookSecret,
        },
      });
      stops.push(standIn.close);
      keys.resendKey = standIn.apiKey;
    }

    const environment = environmentOf(settings, secrets, {
      ...database,
      ...keys,
      filesDir: env.FILES_DIR || join(stateDir, "files"),
    });
    const demoFile = join(stateDir, "demo.json");
    const signIns = options.withDemo
      ? await during(
          needsDemo(demoFile, isEmpty) ? "Loading the demo company" : "Reading the books",
          keepDemo(demoFile, environment, isEmpty, tell),
        )
      : [];
    await during("Building the apps", building);

    const node = join(root, "node_modules", ".bin", "node");
    const start = (name: string, folder: string, file: string, without: string[] = []): Child => {
      const child = keepChild(
        () =>
          startChild({
            name,
            command: node,
            args: ["--disable-warning=ExperimentalWarning", join(root, folder, file)],
            cwd: join(root, folder),
            env: { ...omit({ ...env, ...environment }, ["DATABASE_URL", ...without]) },
            logFile: join(logs, `${name.replace(" ", "")}.log`),
            echo: tell,
          }),
        logs,
        keeping,
      );
      kept.push(child);
      stops.push(child.stop);
      return child.first;
    };
    start("worker", "apps/backoffice", "server/worker.ts");
    // Customers' requests are served by a process that knows no way around row-level security.
    const portal = start("portal", "apps/portal", "server/main.ts", ["OWNER_DATABASE_URL"]);
    const backoffice = start("back office", "apps/backoffice", "server/main.ts", ["OWNER_DATABASE_URL"]);
    await during(
      "Starting the apps",
      Promise.all([
        untilReady(
          portal,
          `http://localhost:${settings.portalPort}/readyz`,
          join(logs, "portal.log"),
          signal,
        ),
        untilReady(
          backoffice,
          `http://localhost:${settings.backofficePort}/readyz`,
          join(logs, "backoffice.log"),
          signal,
        ),
      ]),
    );
    if (options.keepRunning) for (const each of kept) each.keep();
    return { settings, environment, signIns, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function portsOf(settings: Settings) {
  return [
    { what: "the portal", variable: "PORTAL_PORT", port: settings.portalPort },
    { what: "the back office", variable: "BACKOFFICE_PORT", port: settings.backofficePort },
    ...(settings.stripe
      ? []
      : [{ what: "the stand-in for Stripe", variable: "STRIPE_STAND_IN_PORT", port: settings.stripePort }]),
    ...(settings.resend ? [] : [{ what: "the mail inbox", variable: "MAIL_PORT", port: settings.mailPort }]),
  ];
}

const capitalized = (text: string): string => text.slice(0, 1).toUpperCase() + text.slice(1);

function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(new CalledOff());
    signal.addEventListener("abort", () => reject(new CalledOff()), { once: true });
  });
}

function omit(env: NodeJS.ProcessEnv, names: string[]): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !names.includes(name)));
}
