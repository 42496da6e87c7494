import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import type {} from "./global-setup.ts";

/**
 * A migrated, empty database for one test file, cloned from the run's template; files run side by side.
 * `appUrl` signs in as the application does, under row-level security; `ownerUrl` is above it.
 * Nothing is dropped: the cluster goes away with the run.
 */
export async function freshDatabase(): Promise<{ ownerUrl: string; appUrl: string }> {
  const template = new URL(inject("templateOwnerUrl"));
  const name = `test_${process.pid}_${randomBytes(5).toString("hex")}`;
  const maintenance = new URL(template);
  maintenance.pathname = "postgres";
  const client = postgres(maintenance.href, { max: 1, onnotice: () => {} });
  try {
    await client.unsafe(`create database ${name} template ${template.pathname.slice(1)} strategy file_copy`);
  } finally {
    await client.end({ timeout: 5 });
  }
  const to = (url: string) => {
    const here = new URL(url);
    here.pathname = name;
    return here.href;
  };
  return { ownerUrl: to(template.href), appUrl: to(inject("templateAppUrl")) };
}
