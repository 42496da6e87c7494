import { createHash } from "node:crypto";
import { addFile } from "@openitem/domain/files/add-file";
import type { FilingContext } from "@openitem/domain/files/storage";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { readFilePolicy } from "../../file-policy.server.ts";
import type { SentFile } from "../../read-upload.server.ts";
import { type RefusedFile, tooLarge } from "./kept-file.ts";

/**
 * Keeps the files that came with a form, one by one: one that is refused is told of and the others stay. A file of a
 * form has one id, so that the form sent twice adds it once.
 */
export async function keepFiles(
  ctx: FilingContext,
  files: readonly SentFile[],
  { formId, customerId }: { formId: string; customerId: string },
): Promise<{ kept: string[]; refusedFiles: RefusedFile[] }> {
  const kept: string[] = [];
  const refusedFiles: RefusedFile[] = [];
  for (const { name, bytes } of files) {
    if (!bytes) {
      const { sizeMaxBytes } = await readFilePolicy(ctx);
      refusedFiles.push({ name, problem: tooLarge(name, sizeMaxBytes) });
      continue;
    }
    try {
      const { id } = await addFile(ctx, { id: fileIdOf(formId, name, bytes), customerId, name }, bytes);
      kept.push(id);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const { code, facts, message: sentence } = error;
      refusedFiles.push({ name, problem: { code, facts, sentence } });
    }
  }
  return { kept, refusedFiles };
}

/** A UUID of version 8 (RFC 9562, section 5.8), made of the form, the name and the contents. */
export function fileIdOf(formId: string, name: string, bytes: Uint8Array): string {
  const hash = createHash("sha256").update(`${formId}\n${name}\n`).update(bytes).digest();
  hash[6] = (hash.readUInt8(6) & 0x0f) | 0x80;
  hash[8] = (hash.readUInt8(8) & 0x3f) | 0x80;
  const hex = hash.toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
    "-",
  );
}
