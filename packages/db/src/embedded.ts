import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { dirname, join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import { findPlace, halfWritten, type Place, RECORD, type ServerUser, serverUser } from "./embedded-place.ts";
import { reasonOf, StartFailure } from "./start-failure.ts";

const HOST = "127.0.0.1";
const OWNER = "openitem_owner";
const APP = "openitem_app";
const DATABASE = "openitem";
const MAJOR = "18";
const START_MS_MAX = 120_000;
const STOP_MS_MAX = 30_000;
const LEAVE_MS_MAX = 15_000;

type ClusterRecord = { ownerPassword: string; appPassword: string; port: number };

export type EmbeddedOptions = {
  /** The folder of the data; made when missing. Never deleted here. */
  dataDir: string;
  /** Left out: the port of the last start when it is free, else any free one. */
  port?: number;
  /** Server settings that differ from the usual, e.g. `{ fsync: "off" }` for a throw-away database. */
  settings?: Record<string, string>;
  /** Where the server writes its log. Left out: beside the data, `<dataDir>.log`. */
  logFile?: string;
  /** Called with a sentence worth showing, e.g. where the data is kept when it cannot be in `dataDir`. */
  tell?: (line: string) => void;
  /** Called with a sentence when the server ends without having been asked to. */
  onEnd?: (sentence: string) => void;
};

export type Embedded = {
  /** For migrations and nothing else: the owner of the tables. */
  ownerUrl: string;
  /** For the application's login role, which can sign in once `grantSignIn` was called after the migrations. */
  appUrl: string;
  appPassword: string;
  port: number;
  /** Lets transactions under way be rolled back and the server end in order. May be called again. */
  stop(): Promise<void>;
};

/**
 * Starts the Postgres that comes from npm, on 127.0.0.1 only, and sees to it that the database `openitem` exists.
 * The server ends with this process, even when the process is killed. A folder left behind by a killed server
 * recovers by itself. Throws `StartFailure` with one sentence for what a person has to put right.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const dataDir = resolve(options.dataDir);
  const tell = options.tell ?? ((line: string) => console.error(line));
  const user = serverUser();
  const logFile = options.logFile ?? `${dataDir}.log`;
  const place = findPlace(dataDir, user, tell);
  const isNew = checkFolder(place.data);
  if (!isNew) await waitUntilLeft(place.data);
  if (options.port !== undefined && !(await isFree(options.port)))
    throw new StartFailure(
      `Port ${options.port} for the database is in use: stop what uses it, or set POSTGRES_PORT to another.`,
    );
  const known = isNew ? await createCluster(place, user) : readRecord(place.data);
  const port = options.port ?? ((await isFree(known.port)) ? known.port : await freePort());

  const server = await startServer(place, user, { port, logFile, settings: options.settings ?? {} });
  let stopping: Promise<void> | undefined;
  const stop = () => {
    stopping ??= stopServer(server);
    return stopping;
  };
  try {
    const record = { ...known, port };
    await ensureDatabase(urlOf(OWNER, record.ownerPassword, port, "postgres"));
    if (isNew || known.port !== port) writeRecord(place.data, record, user);
    server.process.once("exit", (code, signal) => {
      if (stopping === undefined)
        options.onEnd?.(
          `The database server ended (${signal ?? `exit code ${code}`}); its log is ${logFile}.`,
        );
    });
    return {
      ownerUrl: urlOf(OWNER, record.ownerPassword, port, DATABASE),
      appUrl: urlOf(APP, record.appPassword, port, DATABASE),
      appPassword: record.appPassword,
      port,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Lets the application's role sign in with this password and answers its URL. The role comes with the migrations. */
export async function grantSignIn(ownerUrl: string, password: string): Promise<string> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    const [row] =
      await client`select format('alter role ${client.unsafe(APP)} login password %L', ${password}::text) as statement`;
    await client.unsafe(String(row?.statement));
  } finally {
    await client.end({ timeout: 5 });
  }
  const url = new URL(ownerUrl);
  url.username = APP;
  url.password = password;
  return url.href;
}

function urlOf(role: string, password: string, port: number, database: string): string {
  return `postgres://${role}:${password}@${HOST}:${port}/${database}`;
}

/** True for a folder with nothing in it; a folder with something else than a finished cluster is refused. */
function checkFolder(data: string): boolean {
  if (readdirSync(data).length === 0) return true;
  const versionFile = join(data, "PG_VERSION");
  if (
    !existsSync(versionFile) ||
    !existsSync(join(data, RECORD)) ||
    !existsSync(join(data, "global", "pg_control"))
  )
    throw halfWritten(data);
  const version = readFileSync(versionFile, "utf8").trim();
  if (version !== MAJOR)
    throw new StartFailure(
      `The data folder "${data}" was written by Postgres ${version} and this is Postgres ${MAJOR}: move it away, or start that version and set DATABASE_URL.`,
    );
  return false;
}

async function createCluster({ binaries, data }: Place, user: ServerUser): Promise<ClusterRecord> {
  const record = { ownerPassword: newPassword(), appPassword: newPassword(), port: await freePort() };
  const passwordFile = `${data}.new-password`;
  rmSync(passwordFile, { force: true });
  writeFileSync(passwordFile, `${record.ownerPassword}\n`, { mode: 0o600, flag: "wx" });
  own(passwordFile, user);
  own(data, user);
  chmodSync(data, 0o700);
  try {
    const made = spawnSync(
      join(binaries, "bin", "initdb"),
      [
        `--pgdata=${data}`,
        `--username=${OWNER}`,
        `--pwfile=${passwordFile}`,
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale=C",
        "--locale-provider=builtin",
        "--builtin-locale=C.UTF-8",
        "--no-instructions",
      ],
      { ...user, cwd: "/", env: serverEnv(), encoding: "utf8" },
    );
    if (made.error) throw made.error;
    if (made.status !== 0)
      throw new Error(made.stderr.trim().split("\n").at(-1) ?? `exit code ${made.status}`);
  } catch (error) {
    throw new StartFailure(`The database could not be set up in "${data}": ${reasonOf(error)}`);
  } finally {
    rmSync(passwordFile, { force: true });
  }
  return record;
}

type Server = { process: ChildProcess; watcher: ChildProcess | undefined; logFrom: number };

async function startServer(
  { binaries, data }: Place,
  user: ServerUser,
  { port, logFile, settings }: { port: number; logFile: string; settings: Record<string, string> },
): Promise<Server> {
  const all: Record<string, string> = {
    listen_addresses: HOST,
    port: String(port),
    unix_socket_directories: "",
    synchronous_commit: "on",
    timezone: "UTC",
    log_timezone: "UTC",
    jit: "off",
    max_connections: "200",
    ...settings,
  };
  mkdirSync(dirname(logFile), { recursive: true });
  const log = openSync(logFile, "a", 0o600);
  const logFrom = statSync(logFile).size;
  // A process group of its own: Ctrl-C in a terminal reaches the apps first, and the server ends after them.
  const child = spawn(
    join(binaries, "bin", "postgres"),
    ["-D", data, ...Object.entries(all).flatMap(([name, value]) => ["-c", `${name}=${value}`])],
    { ...user, cwd: "/", env: serverEnv(), detached: true, stdio: ["ignore", log, log] },
  );
  closeSync(log);
  let failure: string | undefined;
  child.on("error", (error) => {
    failure = error.message;
  });
  child.on("exit", (code, signal) => {
    failure ??= `it ended with ${signal ?? `exit code ${code}`}`;
  });
  const watcher = child.pid === undefined ? undefined : watchOver(child.pid, user);
  const server = { process: child, watcher, logFrom };

  const until = Date.now() + START_MS_MAX;
  while (failure === undefined && !isReady(data, child.pid)) {
    if (Date.now() > until) {
      await stopServer(server);
      failure = `it was not ready after ${START_MS_MAX / 1000} s`;
    }
    await sleep(20);
  }
  if (failure === undefined) return server;
  watcher?.kill("SIGKILL");
  const words = lastWords(logFile, logFrom);
  if (/could not bind|Address already in use/i.test(words))
    throw new StartFailure(
      `Port ${port} for the database is in use: stop what uses it, or set POSTGRES_PORT to another.`,
    );
  throw new StartFailure(`The database server did not start (${failure}): ${words || `see ${logFile}`}`);
}

// Holds the end of a pipe: when this process is gone, however it went, the server is asked to end too.
function watchOver(pid: number, user: ServerUser): ChildProcess {
  const watcher = spawn("/bin/sh", ["-c", `cat >/dev/null; kill -INT ${pid} 2>/dev/null`], {
    ...user,
    cwd: "/",
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  watcher.on("error", (error) => console.error(`The database server is not watched over: ${error.message}`));
  watcher.unref();
  return watcher;
}

async function stopServer({ process: child, watcher }: Server): Promise<void> {
  const isOver = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  if (!isOver()) {
    const over = new Promise<void>((done) => child.once("exit", () => done()));
    child.kill("SIGINT");
    // Past the time for an orderly end: end at once; what was committed is in the log and recovers at the next start.
    const impatience = setTimeout(() => child.kill("SIGQUIT"), STOP_MS_MAX);
    await over;
    clearTimeout(impatience);
  }
  watcher?.kill("SIGKILL");
}

/** Postgres writes its state into the eighth line of postmaster.pid. */
function isReady(data: string, pid: number | undefined): boolean {
  const lines = readPidFile(data);
  return lines !== undefined && Number(lines[0]) === pid && lines[7]?.trim() === "ready";
}

function readPidFile(data: string): string[] | undefined {
  try {
    return readFileSync(join(data, "postmaster.pid"), "utf8").split("\n");
  } catch {
    return undefined;
  }
}

// A server whose starter was killed is about to end by itself; one that stays belongs to somebody.
async function waitUntilLeft(data: string): Promise<void> {
  const until = Date.now() + LEAVE_MS_MAX;
  for (;;) {
    const pid = Number(readPidFile(data)?.[0]);
    if (!Number.isInteger(pid)) return;
    const what = commandOf(pid);
    if (!what.includes("postgres")) {
      // The number went to another program since; Postgres itself would take it for a running server.
      if (what !== "") rmSync(join(data, "postmaster.pid"), { force: true });
      return;
    }
    if (Date.now() > until)
      throw new StartFailure(
        `The data folder "${data}" is in use by a running database server (process ${pid}): stop the other start first.`,
      );
    await sleep(100);
  }
}

/** The command line of a process, empty when there is no such process. */
function commandOf(pid: number): string {
  if (existsSync("/proc/self/cmdline")) {
    try {
      return readFileSync(`/proc/${pid}/cmdline`, "utf8");
    } catch {
      return "";
    }
  }
  return spawnSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" }).stdout ?? "";
}

async function ensureDatabase(url: string): Promise<void> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    const [found] = await client`select 1 from pg_database where datname = ${DATABASE}`;
    if (!found) await client.unsafe(`create database ${DATABASE}`);
  } finally {
    await client.end({ timeout: 5 });
  }
}

function readRecord(data: string): ClusterRecord {
  const file = join(data, RECORD);
  try {
    const { ownerPassword, appPassword, port } = JSON.parse(
      readFileSync(file, "utf8"),
    ) as Partial<ClusterRecord>;
    if (ownerPassword && appPassword && port) return { ownerPassword, appPassword, port };
  } catch (error) {
    throw new StartFailure(`The file "${file}" cannot be read: ${reasonOf(error)}`);
  }
  throw new StartFailure(
    `The file "${file}" is damaged: move the data folder away or delete it, then start again.`,
  );
}

function writeRecord(data: string, record: ClusterRecord, user: ServerUser): void {
  const file = join(data, RECORD);
  const unfinished = `${file}.new`;
  rmSync(unfinished, { force: true });
  writeFileSync(unfinished, `${JSON.stringify(record)}\n`, { mode: 0o600 });
  own(unfinished, user);
  renameSync(unfinished, file);
}

function lastWords(logFile: string, from: number): string {
  const lines = readFileSync(logFile).subarray(from).toString("utf8").trim().split("\n");
  const grave = lines.filter((line) => /FATAL|PANIC|error while loading/.test(line));
  return (grave.at(-1) ?? lines.at(-1) ?? "").replace(/^.*?(FATAL|PANIC):\s*/, "");
}

function own(path: string, { uid, gid }: ServerUser): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid);
}

function serverEnv(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" };
}

function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

/** A port of 127.0.0.1 that nobody listens on. */
export async function freePort(): Promise<number> {
  return (await tryListen(0)) ?? Promise.reject(new StartFailure("No free port was found on 127.0.0.1."));
}

async function isFree(port: number): Promise<boolean> {
  return (await tryListen(port)) !== undefined;
}

function tryListen(port: number): Promise<number | undefined> {
  return new Promise((done) => {
    const probe = createServer();
    probe.once("error", () => done(undefined));
    probe.listen({ host: HOST, port, exclusive: true }, () => {
      const address = probe.address();
      probe.close(() => done(typeof address === "object" && address ? address.port : undefined));
    });
  });
}
