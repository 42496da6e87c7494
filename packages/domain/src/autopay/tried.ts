/**
 * Works on one of many. What fails does not keep the others: its reason goes into `failures`, which whoever swept tells.
 * Null then.
 */
export async function tried<T>(failures: string[], name: string, work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    failures.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    return null;
  }
}
