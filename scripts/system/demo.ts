import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { DemoSignIn } from "@openitem/domain/demo/load-demo";
import postgres from "postgres";
import { loadDemoCompany } from "../load-demo.ts";

type DemoState = { finished: boolean; signIns: DemoSignIn[] };

/** The names of the billers in this database by their short names; none when no tenant was ever founded. */
export async function readBillers(ownerUrl: string): Promise<Map<string, string>> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    // An owner who is no superuser is under row-level security himself; the worker's role sees every tenant.
    const rows = await client.begin(async (tx) => {
      await tx`set local role openitem_worker`;
      return tx<{ slug: string; name: string }[]>`select slug, name from organizations`;
    });
    return new Map(rows.map(({ slug, name }) => [slug, name]));
  } finally {
    await client.end({ timeout: 5 });
  }
}

/**
 * Loads the demo company into an empty database, and finishes a load that was cut off. Answers the sign-ins to
 * print, none when the data is somebody's own or the apps serve another organization.
 */
export async function keepDemo(
  file: string,
  environment: Record<string, string>,
  isEmpty: boolean,
  onProgress: (line: string) => void,
): Promise<DemoSignIn[]> {
  if (!needsDemo(file, isEmpty)) return readState(file)?.signIns ?? [];
  write(file, { finished: false, signIns: [] });
  const signIns = await loadDemoCompany(environment, onProgress);
  write(file, { finished: true, signIns: signIns ?? [] });
  return signIns ?? [];
}

/** True for an empty database, and for one whose load was cut off. */
export function needsDemo(file: string, isEmpty: boolean): boolean {
  return isEmpty || readState(file)?.finished === false;
}

function readState(file: string): DemoState | undefined {
  return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as DemoState) : undefined;
}

function write(file: string, state: DemoState): void {
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}
