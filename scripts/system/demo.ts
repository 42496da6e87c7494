import { existsSync, readFileSync, writeFileSync } from "node:fs";
import postgres from "postgres";
import { type DemoSignIn, loadDemoCompany } from "../load-demo.ts";

type DemoState = { finished: boolean; signIns: DemoSignIn[] };

/** True when no tenant was ever founded in this database. */
export async function isEmptyDatabase(ownerUrl: string): Promise<boolean> {
  const client = postgres(ownerUrl, { max: 1, onnotice: () => {} });
  try {
    // An owner who is no superuser is under row-level security himself; the worker's role sees every tenant.
    const rows = await client.begin(async (tx) => {
      await tx`set local role openitem_worker`;
      return tx`select 1 from organizations limit 1`;
    });
    return rows.length === 0;
  } finally {
    await client.end({ timeout: 5 });
  }
}

/**
 * Loads the demo company into an empty database, and finishes a load that was cut off. Answers the sign-ins to
 * print, none when the data is somebody's own.
 */
export async function keepDemo(
  file: string,
  environment: Record<string, string>,
  isEmpty: boolean,
  onProgress: (line: string) => void,
): Promise<DemoSignIn[]> {
  const known = existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as DemoState) : undefined;
  if (!isEmpty && (known === undefined || known.finished)) return known?.signIns ?? [];
  write(file, { finished: false, signIns: [] });
  const signIns = await loadDemoCompany(environment, onProgress);
  if (signIns === undefined) {
    onProgress("There is no demo company to load.");
    return [];
  }
  write(file, { finished: true, signIns });
  return signIns;
}

function write(file: string, state: DemoState): void {
  writeFileSync(file, `${JSON.stringify(state, null, 2)}\n`, { mode: 0o600 });
}
