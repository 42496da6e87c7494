import { addMessage } from "@openitem/domain/disputes/add-message";
import { agreeToOutcome, agreeToOutcomeInput } from "@openitem/domain/disputes/agree-to-outcome";
import { contestDispute } from "@openitem/domain/disputes/contest-dispute";
import { DISPUTE_STATUSES } from "@openitem/domain/disputes/dispute";
import { readDispute } from "@openitem/domain/disputes/read-dispute";
import { withdrawDispute } from "@openitem/domain/disputes/withdraw-dispute";
import { listUnsentFiles } from "@openitem/domain/files/list-files";
import { removeFile } from "@openitem/domain/files/remove-file";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import { read } from "@openitem/domain/kernel/transact";
import { data, redirect } from "react-router";
import { z } from "zod";
import type { Problem } from "../../answer.ts";
import type { Viewer } from "../../context.ts";
import type { Upload } from "../../read-upload.server.ts";
import { withAccount } from "../account-address.ts";
import { isId } from "./draft.ts";
import { keepFiles } from "./keep-files.server.ts";
import type { KeptFile, RefusedFile } from "./kept-file.ts";

const BODY_MAX = 10_000;

const fields = z.object({
  intent: z.string().max(100),
  entryId: z.uuid(),
  seen: z.enum(DISPUTE_STATUSES),
  body: z.string(),
});

/** What was written and not sent, and why; `form` says in which of the page's forms. */
export type Unsent = {
  form: "say" | "contest" | "withdraw" | "agree";
  entryId: string;
  body: string;
  kept: KeptFile[];
  refusedFiles: RefusedFile[];
  problem: Problem | null;
};

const UNREADABLE = "This form could not be read. Nothing was sent. Reload the page and send it again.";
const LONG = "A message has up to 10,000 characters. Put the rest into a file.";
const REFUSED_FILES = "A file was not added; see why, then send again without it or add another.";

/**
 * What is sent on the page of a dispute: an answer or a message with files, a contest, an agreement, a withdrawal. What
 * is refused comes back with everything that was typed and added.
 */
export async function answerDisputePage(
  viewer: Viewer,
  disputeId: string,
  { form, files }: Upload,
  search: string,
) {
  const { ctx } = viewer;
  const text = (name: string) => String(form.get(name) ?? "");
  const parsed = fields.safeParse({
    intent: text("intent"),
    entryId: text("entryId"),
    seen: text("seen"),
    body: text("body"),
  });
  if (!parsed.success) throw new Refusal("invalid", "dispute.unreadable", UNREADABLE);
  const { intent, entryId, seen, body } = parsed.data;
  const [verb = "", target = ""] = intent.split(".", 2);
  const of = readPlace(text("form"), verb);
  const { dispute } = await readDispute(ctx, disputeId);
  const { kept, refusedFiles } = await keepFiles(ctx, files, {
    formId: entryId,
    customerId: dispute.customerId,
  });
  if (verb === "drop" && isId(target)) await removeFile(ctx, target);
  const fileIds = [
    ...new Set([
      ...form
        .getAll("file")
        .filter((id) => typeof id === "string" && isId(id))
        .map(String),
      ...kept,
    ]),
  ];
  const back = async (problem: Problem | null, status: number) => {
    const unsent = await read(ctx, (tx) => listUnsentFiles(tx, ctx, fileIds));
    return data(
      {
        form: of,
        entryId,
        body,
        kept: unsent.map(({ id, name, sizeBytes }) => ({ id, name, sizeBytes })),
        refusedFiles,
        problem,
      } satisfies Unsent,
      { status },
    );
  };
  if (!["say", "contest", "agree", "withdraw"].includes(verb)) return back(null, 200);
  if (body.trim().length > BODY_MAX)
    return back({ code: "dispute.long", facts: {}, sentence: LONG }, HTTP_STATUS.invalid);
  if (refusedFiles.length > 0)
    return back({ code: "dispute.files", facts: {}, sentence: REFUSED_FILES }, HTTP_STATUS.invalid);
  try {
    const done = await act();
    return redirect(withAccount(`/disputes/${disputeId}?done=${done}`, search), 303);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { code, facts, message: sentence, kind } = error;
    return back({ code, facts, sentence }, HTTP_STATUS[kind]);
  }

  async function act(): Promise<Done> {
    const entry = { disputeId, entryId, body, fileIds };
    if (verb === "withdraw") {
      await withdrawDispute(ctx, { disputeId, seen, comment: body });
      return "withdrawn";
    }
    if (verb === "agree") {
      await agreeToOutcome(ctx, agreeToOutcomeInput.parse({ disputeId, seen }));
      return "agreed";
    }
    if (verb === "contest") {
      await contestDispute(ctx, { ...entry, seen });
      return "contested";
    }
    await addMessage(ctx, entry);
    return seen === "waiting_customer" ? "answered" : "said";
  }
}

/** What was done, as the page that follows says it. */
export const DONE = ["said", "answered", "contested", "agreed", "withdrawn"] as const;
type Done = (typeof DONE)[number];

const readPlace = (named: string, verb: string): Unsent["form"] =>
  (["say", "contest", "withdraw", "agree"] as const).find((each) => each === verb || each === named) ?? "say";
