/** A file that was added and is not sent yet. */
export type AddedFile = { id: string; name: string; sizeBytes: number };

/** Why a file was not kept, in the server's words; null when it was not reached. */
export class UploadRefused extends Error {
  override readonly name = "UploadRefused";
}

/** Sends one file, kept internal until what it belongs to is sent. Throws `UploadRefused`, or the network's own error. */
export async function uploadFile(file: File, customerId: string | null): Promise<AddedFile> {
  const form = new FormData();
  form.set("id", crypto.randomUUID());
  // What is nobody's but the biller's has no customer.
  if (customerId !== null) form.set("customer", customerId);
  form.set("visibility", "internal");
  form.set("file", file);
  const answer = await fetch("/files/upload", { method: "POST", body: form });
  const body = (await answer.json()) as AddedFile & { message?: string };
  if (!answer.ok) throw new UploadRefused(body.message ?? answer.statusText);
  return { id: body.id, name: body.name, sizeBytes: body.sizeBytes };
}

const NAMES: Readonly<Record<string, string>> = {
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
  "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
  "message/rfc822": "EML",
  "text/plain": "TXT",
};

/** Media types as people call them: "PDF, PNG, XLSX". */
export const typeNames = (types: readonly string[]): string =>
  types.map((type) => NAMES[type] ?? type.split("/").at(-1)?.toUpperCase() ?? type).join(", ");

/** Bytes as people read them: "96 KB", "1.4 MB". */
export function writtenSize(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} KB`;
  return `${(bytes / 1_000_000).toFixed(1).replace(/\.0$/, "")} MB`;
}
