import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { grantSignIn, startEmbedded } from "../src/embedded.ts";
import { removeData } from "../src/embedded-place.ts";
import { migrate } from "../src/migrate.ts";

const TEMPLATE = "openitem_template";

declare module "vitest" {
  interface ProvidedContext {
    /** The throw-away cluster's owner, in its template database. */
    templateOwnerUrl: string;
    templateAppUrl: string;
  }
}

/** One throw-away cluster for the run, with a migrated template; test files clone it (see database.ts). */
export default async function setUp(project: TestProject): Promise<() => Promise<void>> {
  const folder = mkdtempSync(join(tmpdir(), "openitem-test-"));
  // The database server may run as another user, who has to get in.
  chmodSync(folder, 0o711);
  const dataDir = join(folder, "data");
  const server = await startEmbedded({
    dataDir,
    settings: {
      fsync: "off",
      full_page_writes: "off",
      synchronous_commit: "off",
      wal_level: "minimal",
      max_wal_senders: "0",
    },
    tell: () => {},
    onEnd: (sentence) => console.error(sentence),
  });
  const tearDown = async () => {
    await server.stop();
    removeData(dataDir);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const client = postgres(server.ownerUrl, { max: 1, onnotice: () => {} });
    await client.unsafe(`create database ${TEMPLATE}`);
    await client.end();
    const ownerUrl = new URL(server.ownerUrl);
    ownerUrl.pathname = TEMPLATE;
    await migrate(ownerUrl.href);
    project.provide("templateOwnerUrl", ownerUrl.href);
    project.provide("templateAppUrl", await grantSignIn(ownerUrl.href, server.appPassword));
  } catch (error) {
    await tearDown();
    throw error;
  }
  return tearDown;
}
