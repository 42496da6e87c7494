import { removeFile } from "@openitem/domain/files/remove-file";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { redirect } from "react-router";
import { z } from "zod";
import { viewerContext } from "../context.ts";
import { file } from "../file-answer.server.ts";
import type { Route } from "./+types/file.remove";

/** Nothing is removed by following a link. */
export const loader = () => redirect("/");

/** Takes back a file that was added and not sent; twice is once. Refuses `file.sent`. */
export const action = file(async ({ params, context }: Route.ActionArgs) => {
  const fileId = z.uuid().safeParse(params.fileId);
  if (!fileId.success) throw new Refusal("missing", "file.missing", "We cannot find this file.");
  await removeFile(context.get(viewerContext).ctx, fileId.data);
  return new Response(null, { status: 204 });
});
