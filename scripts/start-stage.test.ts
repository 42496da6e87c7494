import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@openitem/db/embedded";
import { afterAll, beforeAll, expect, test } from "vitest";
import { node26, root } from "./install.mjs";

let home: string;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "openitem-broken-start-"));
  chmodSync(home, 0o711);
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

/** `npm start` with a folder of its own, until it ends. */
async function start(name: string, env: NodeJS.ProcessEnv) {
  const state = join(home, name);
  mkdirSync(state, { recursive: true });
  const ports = [await freePort(), await freePort(), await freePort(), await freePort()].map(String);
  const child = spawn(
    node26,
    ["--disable-warning=ExperimentalWarning", join(root, "scripts/start-stage.ts")],
    {
      cwd: root,
      env: {
        PATH: process.env.PATH,
        OPENITEM_STATE: state,
        PORTAL_PORT: ports[0],
        BACKOFFICE_PORT: ports[1],
        STRIPE_STAND_IN_PORT: ports[2],
        MAIL_PORT: ports[3],
        ...env,
      },
      stdio: ["ignore", "ignore", "pipe"],
    },
  );
  let said = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said += text;
  });
  const code = await new Promise<number | null>((done) => child.on("close", done));
  return { code, said, state };
}

test("a start that finds a port in use says so in one sentence and fails", async () => {
  const port = await freePort();
  const other = createServer().listen(port, "127.0.0.1");
  expect(await start("port", { PORTAL_PORT: String(port) })).toMatchObject({
    code: 1,
    said: `Port ${port} for the portal is in use: stop what uses it, or set PORTAL_PORT to another port.\n`,
  });
  other.close();
});

test("a start with a broken DATABASE_URL says so in one sentence and fails", async () => {
  expect(await start("url", { DATABASE_URL: "postgres://u:p@127.0.0.1:1/books" })).toMatchObject({
    code: 1,
    said: "The database server at 127.0.0.1:1 cannot be reached (ECONNREFUSED). Correct DATABASE_URL or put the server right.\n",
  });
});

test("a start on a half-written data folder says so in one sentence, fails and deletes nothing", async () => {
  const data = join(home, "half", "postgres");
  mkdirSync(join(data, "base"), { recursive: true });
  writeFileSync(join(data, "PG_VERSION"), "18\n");
  expect(await start("half", {})).toMatchObject({
    code: 1,
    said: `The data folder "${data}" is only half written (its set-up never finished, or files are missing): move it away or delete it, then start again.\n`,
  });
  expect(readdirSync(data)).toEqual(["PG_VERSION", "base"]);
});
