import { readFilePolicy } from "./file-policy.server.ts";
import { contextFor } from "./services.server.ts";

/** The largest file that is taken, asked before it is known who sends one. */
export async function readFileBytesMax(requestId: string): Promise<number> {
  const ctx = await contextFor({ kind: "worker", name: "upload" }, requestId);
  return (await readFilePolicy(ctx)).sizeMaxBytes;
}
