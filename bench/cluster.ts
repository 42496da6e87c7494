import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Connection, connect } from "@openitem/db/client";
import { type Embedded, grantSignIn, startEmbedded } from "@openitem/db/embedded";
import { removeData } from "@openitem/db/embedded-place";
import { migrate } from "@openitem/db/migrate";

/**
 * Durability is the shipped one. Checkpoints are asked for between measures: one that falls into a round of one side
 * only would be compared with nothing.
 */
const SETTINGS = { max_wal_size: "8GB", checkpoint_timeout: "1h" };
const RESTART_TRIES = 50;

/** A migrated database server of the run's own, which can be killed and started again. */
export class Cluster {
  readonly folder: string;
  /** Where the server, too, may write files. */
  readonly exchange: string;
  ownerUrl = "";
  /** Under row-level security, as the apps sign in. */
  appUrl = "";
  #server: Embedded | undefined;
  #owner: Connection | undefined;
  #isKilled = false;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), "openitem-bench-"));
    // The server may run as another user, who has to get in.
    chmodSync(this.folder, 0o711);
    this.exchange = join(this.folder, "exchange");
    mkdirSync(this.exchange);
    chmodSync(this.exchange, 0o777);
  }

  async start(): Promise<void> {
    await this.#open();
    await migrate(this.ownerUrl);
    this.appUrl = await grantSignIn(this.ownerUrl, this.#server!.appPassword);
  }

  /** Statements above row-level security, for floors, preparations and checks. */
  get owner(): Connection["client"] {
    this.#owner ??= connect(this.ownerUrl, { connectionsMax: 2, name: "bench-owner" });
    return this.#owner.client;
  }

  /** The process that all others of the server descend from. */
  async pid(): Promise<number> {
    const [row] = await this.owner`select current_setting('data_directory') as folder`;
    return Number(readFileSync(join(String(row?.folder), "postmaster.pid"), "utf8").split("\n")[0]);
  }

  async settings(): Promise<Record<string, string>> {
    const rows = await this.owner`
      select name, current_setting(name) as value from pg_settings
      where name in ('server_version', 'fsync', 'synchronous_commit', 'full_page_writes', 'wal_level',
        'shared_buffers', 'max_wal_size', 'checkpoint_timeout', 'jit', 'autovacuum')`;
    return Object.fromEntries(rows.map((row) => [String(row.name), String(row.value)]));
  }

  /** A database beside ours, without our tables. */
  async createDatabase(name: string): Promise<string> {
    await this.owner.unsafe(`create database ${name}`);
    const url = new URL(this.ownerUrl);
    url.pathname = name;
    return url.href;
  }

  /** SIGKILL, as by the kernel when memory runs out. */
  async kill(): Promise<void> {
    const pid = await this.pid();
    this.#isKilled = true;
    process.kill(pid, "SIGKILL");
  }

  /** Starts the killed server again; it recovers by itself. */
  async restart(): Promise<void> {
    await this.#owner?.close();
    this.#owner = undefined;
    await this.#server?.stop();
    for (let tries = 1; ; tries++) {
      try {
        await this.#open();
        return;
      } catch (error) {
        // Its orphaned processes hold on to the shared memory until they notice.
        if (tries === RESTART_TRIES) throw error;
        await sleep(200);
      }
    }
  }

  async stop(): Promise<void> {
    await this.#owner?.close();
    await this.#server?.stop();
    removeData(join(this.folder, "data"));
    rmSync(this.folder, { recursive: true, force: true });
  }

  async #open(): Promise<void> {
    this.#isKilled = false;
    this.#server = await startEmbedded({
      dataDir: join(this.folder, "data"),
      settings: SETTINGS,
      tell: () => {},
      onEnd: (sentence) => {
        if (!this.#isKilled) console.error(sentence);
      },
    });
    const { ownerUrl, appUrl } = this.#server;
    if (this.ownerUrl !== "" && this.ownerUrl !== ownerUrl) this.appUrl = appUrl;
    this.ownerUrl = ownerUrl;
  }
}
