import { removeFile } from "@openitem/domain/files/remove-file";
import { z } from "zod";
import { procedure, router } from "../trpc.ts";

export const filesRouter = router({
  /** Takes back a file that was added and not sent. Adding and reading them are plain HTTP: `kept-files.ts`. */
  remove: procedure.input(z.object({ fileId: z.uuid() })).mutation(async ({ ctx, input: { fileId } }) => {
    await removeFile(ctx, fileId);
    return { removed: true };
  }),
});
