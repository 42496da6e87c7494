import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { type Embedded, freePort, startEmbedded } from "../src/embedded.ts";
import { removeData } from "../src/embedded-place.ts";
import { openDatabase } from "../src/open-database.ts";
import { StartFailure } from "../src/start-failure.ts";

let home: string;
let dataDir: string;
const running: Embedded[] = [];
const start = async (options: { port?: number; onEnd?: (sentence: string) => void } = {}) => {
  const server = await startEmbedded({ dataDir, tell: () => {}, ...options });
  running.push(server);
  return server;
};
const query = async (url: string, text: string) => {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await client.unsafe(text);
  } finally {
    await client.end();
  }
};

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "openitem embedded "));
  chmodSync(home, 0o711);
  dataDir = join(home, "data");
});

afterAll(async () => {
  await Promise.all(running.map((server) => server.stop()));
  removeData(dataDir);
  rmSync(home, { recursive: true, force: true });
});

test("what was committed is there after the server was killed, and it says that it ended", async () => {
  const ended = Promise.withResolvers<string>();
  const first = await start({ onEnd: ended.resolve });
  await query(first.ownerUrl, "create table kept (id int); insert into kept values (7)");
  process.kill(Number(readFileSync(join(dataDir, "postmaster.pid"), "utf8").split("\n")[0]), "SIGKILL");
  expect(await ended.promise).toContain("SIGKILL");
  await first.stop();
  expect(existsSync(join(dataDir, "postmaster.pid"))).toBe(true);

  const second = await start();
  expect(await query(second.ownerUrl, "select id from kept")).toEqual([{ id: 7 }]);
  await second.stop();
  await second.stop();
  expect(existsSync(join(dataDir, "postmaster.pid"))).toBe(false);
});

test("it listens on this machine only, commits durably and lets nobody in without the password", async () => {
  const server = await start();
  const [settings] = await query(
    server.ownerUrl,
    "select current_setting('listen_addresses') as listens, current_setting('synchronous_commit') as commits, current_setting('fsync') as syncs",
  );
  expect(settings).toEqual({ listens: "127.0.0.1", commits: "on", syncs: "on" });
  const stranger = new URL(server.ownerUrl);
  stranger.password = "guess";
  await expect(query(stranger.href, "select 1")).rejects.toThrow(/password authentication failed/);
  await server.stop();
});

test("a port that is taken is named", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  await expect(start({ port })).rejects.toThrow(`Port ${port} for the database is in use`);
  other.close();
});

test("a half-written data folder is refused by name and left as it is", async () => {
  const half = join(home, "half");
  mkdirSync(join(half, "base"), { recursive: true });
  writeFileSync(join(half, "PG_VERSION"), "18\n");
  const refusal = startEmbedded({ dataDir: half, tell: () => {} });
  await expect(refusal).rejects.toThrow(StartFailure);
  await expect(refusal).rejects.toThrow(`"${half}" is only half written`);
  expect(readdirSync(half)).toEqual(["PG_VERSION", "base"]);
});

test("the data of another Postgres is refused", async () => {
  const old = join(home, "old");
  mkdirSync(join(old, "global"), { recursive: true });
  for (const [file, text] of [
    ["PG_VERSION", "16\n"],
    ["openitem.json", "{}"],
    ["global/pg_control", ""],
  ] as const)
    writeFileSync(join(old, file), text);
  await expect(startEmbedded({ dataDir: old, tell: () => {} })).rejects.toThrow("was written by Postgres 16");
});

test.each([
  ["not an address", "localhost", /is not the address of a Postgres database/],
  [
    "another kind of database",
    "mysql://u:p@127.0.0.1:3306/books",
    /is not the address of a Postgres database/,
  ],
  ["nobody listening", "postgres://u:p@127.0.0.1:1/books", /127\.0\.0\.1:1 cannot be reached/],
  ["an unknown host", "postgres://u:p@nowhere.invalid/books", /nowhere\.invalid:5432 cannot be reached/],
])("a broken DATABASE_URL is told in one sentence without its password: %s", async (_case, url, sentence) => {
  const refusal = openDatabase({ DATABASE_URL: url }, { dataDir });
  await expect(refusal).rejects.toThrow(StartFailure);
  await expect(refusal).rejects.toThrow(sentence);
  await expect(refusal).rejects.not.toThrow(/:p@/);
});

test("a wrong password and a missing database are told apart", async () => {
  const url = new URL(inject("templateOwnerUrl"));
  url.pathname = "no_such_books";
  await expect(openDatabase({ DATABASE_URL: url.href }, { dataDir })).rejects.toThrow(
    'no database "no_such_books"',
  );
  url.password = "guess";
  await expect(openDatabase({ DATABASE_URL: url.href }, { dataDir })).rejects.toThrow(
    "refuses the sign-in of user",
  );
});
