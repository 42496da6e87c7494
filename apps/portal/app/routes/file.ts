import { readFile } from "@openitem/domain/files/read-file";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { z } from "zod";
import { attachmentNamed } from "../content-disposition.ts";
import { viewerContext } from "../context.ts";
import { file } from "../file-answer.server.ts";
import type { Route } from "./+types/file";

/** A file that somebody added, to take away; never shown in place, whatever it holds. Refuses `file.missing`. */
export const loader = file(async ({ params, context }: Route.LoaderArgs) => {
  const fileId = z.uuid().safeParse(params.fileId);
  if (!fileId.success) throw new Refusal("missing", "file.missing", "We cannot find this file.");
  const { file: kept, bytes } = await readFile(context.get(viewerContext).ctx, fileId.data);
  return new Response(bytes, {
    headers: {
      "Content-Type": kept.mediaType,
      "Content-Length": String(kept.sizeBytes),
      "Content-Disposition": attachmentNamed(kept.name),
      "Content-Security-Policy": "sandbox; default-src 'none'",
      "X-Content-Type-Options": "nosniff",
      "Cache-Control": "private, no-store",
    },
  });
});
