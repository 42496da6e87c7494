import { addFile } from "@openitem/domain/files/add-file";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { addRemittance } from "@openitem/domain/remittances/add-remittance";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Problem } from "../../answer.ts";
import type { Viewer } from "../../context.ts";
import { readFilePolicy } from "../../file-policy.server.ts";
import type { Upload } from "../../read-upload.server.ts";
import { withAccount } from "../account-address.ts";
import { fileIdOf } from "../dispute/keep-files.server.ts";
import { tooLarge } from "../dispute/kept-file.ts";

const fields = z.object({ remittanceId: z.uuid(), customerId: z.uuid() });

const NO_FILE: Problem = {
  code: "remittance.no_file",
  facts: {},
  sentence: "Choose the file with your remittance.",
};
const UNREADABLE = "This form could not be read. Nothing was sent. Reload the page and send it again.";

/** Keeps the file of a sent form and hands it in. What is refused is told where the file is chosen. */
export async function answerUpload({ ctx }: Viewer, { form, files }: Upload, search: string) {
  const sent = fields.safeParse(Object.fromEntries(form));
  if (!sent.success) throw new Refusal("invalid", "remittance.unreadable_form", UNREADABLE);
  const { remittanceId, customerId } = sent.data;
  const [file] = files;
  const refuse = (problem: Problem, status: number) => data({ problem, customerId }, status);
  if (!file) return refuse(NO_FILE, HTTP_STATUS.invalid);
  if (!file.bytes)
    return refuse(tooLarge(file.name, (await readFilePolicy(ctx)).sizeMaxBytes), HTTP_STATUS.invalid);
  try {
    const { name, bytes } = file;
    const id = fileIdOf(remittanceId, name, bytes);
    const { id: fileId } = await addFile(ctx, { id, customerId, name, purpose: "remittance" }, bytes);
    await addRemittance(ctx, { remittanceId, customerId, fileId });
    return redirect(withAccount(`/remittances/${remittanceId}`, search), 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, facts, message: sentence, kind } = error;
    return refuse({ code, facts, sentence }, HTTP_STATUS[kind]);
  }
}
