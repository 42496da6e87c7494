import { addFile } from "@openitem/domain/files/add-file";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { redirect } from "react-router";
import { z } from "zod";
import { requestContext, viewerContext } from "../context.ts";
import { plainFault } from "../file-answer.server.ts";
import { readFilePolicy } from "../file-policy.server.ts";
import { tooLarge, type UploadAnswer } from "../parts/dispute/kept-file.ts";
import { readUpload } from "../read-upload.server.ts";
import type { Route } from "./+types/files";

const fields = z.object({ customerId: z.uuid() });
const NO_FILE = { code: "file.form", facts: {}, sentence: "This was not sent as a file. Choose it again." };

/** Files are added by forms; there is no list of them. */
export const loader = () => redirect("/");

/** Keeps one file before what it belongs to is sent, and answers what was kept, or why it was not, as JSON. */
export async function action(args: Route.ActionArgs): Promise<Response> {
  const { ctx } = args.context.get(viewerContext);
  const { requestId, log } = args.context.get(requestContext);
  try {
    const { sizeMaxBytes } = await readFilePolicy(ctx);
    const { form, files } = await readUpload(args, { sizeMaxBytes });
    const asked = fields.safeParse(Object.fromEntries(form));
    const [sent] = files;
    if (!asked.success || !sent) return told({ problem: NO_FILE }, 422);
    if (!sent.bytes) return told({ problem: tooLarge(sent.name, sizeMaxBytes) }, 422);
    const { id, name, sizeBytes } = await addFile(ctx, { ...asked.data, name: sent.name }, sent.bytes);
    return told({ file: { id, name, sizeBytes } });
  } catch (error) {
    if (error instanceof Refusal) {
      const { code, facts, message: sentence, kind } = error;
      return told({ problem: { code, facts, sentence } }, HTTP_STATUS[kind]);
    }
    if (!(error instanceof Error)) return plainFault(error);
    log.error({ err: error }, "adding a file failed");
    const sentence = `Something broke on our side, and the file was not kept. Add it again. Reference ${requestId}.`;
    return told({ problem: { code: "file.fault", facts: { reference: requestId }, sentence } }, 500);
  }
}

const told = (answer: UploadAnswer, status = 200): Response => Response.json(answer, { status });
