/** What came of one statement of a file, as the server answers it. Amounts are decimal text. */
export type StatementResult = {
  statementId: string;
  account: string;
  currency: string;
  from: string | null;
  to: string | null;
  status: "booked" | "held" | "discarded";
  entries: number;
  new: number;
  known: number;
  in: string;
  out: string;
  held: string[];
  gaps: string[];
  warnings: string[];
};

/** What came of a file. */
export type ImportResult = {
  fileName: string;
  format: string;
  version: string | null;
  statements: StatementResult[];
  accountsCreated: { number: string; currency: string; entity: string }[];
  warnings: string[];
};

/** Why a file was not imported, in the server's words. */
export class ImportRefused extends Error {
  override readonly name = "ImportRefused";
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Sends one file of bank statements. Throws `ImportRefused`, or the network's own error. */
export async function sendStatement(
  file: File,
  { account, openFor }: { account: string; openFor: string },
): Promise<ImportResult> {
  const form = new FormData();
  form.set("file", file);
  if (account) form.set("account", account);
  if (openFor) form.set("openFor", openFor);
  const answer = await fetch("/files/bank-statement", { method: "POST", body: form });
  if (answer.ok) return (await answer.json()) as ImportResult;
  const isJson = answer.headers.get("content-type")?.includes("json") ?? false;
  const body = isJson
    ? ((await answer.json()) as { code?: string; message?: string })
    : { message: await answer.text() };
  throw new ImportRefused(body.code ?? "", body.message ?? answer.statusText);
}
