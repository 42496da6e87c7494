import { importBankStatement } from "@openitem/domain/bank/import-bank-statement";
import { HTTP_STATUS, invariant, Refusal } from "@openitem/domain/kernel/refusal";
import { permit } from "@openitem/domain/policies/permissions";
import type { Hono, Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import type { AppEnv } from "./app.ts";
import type { RequestContext, StaffContext } from "./trpc.ts";

type Request = HonoContext<AppEnv>;
type ContextFor = (c: Request) => Promise<RequestContext | null>;

/** A day of a large biller in camt.053 has some ten thousand entries of a kilobyte or two. */
const FILE_BYTES_MAX = 32 * 1024 * 1024;

const importForm = z.object({
  file: z.file(),
  /** The number of the account, for files that do not say whose they are. */
  account: z.string().trim().max(60).optional(),
  /** The code of the legal entity for which accounts are opened that nobody knows yet; without it they are refused. */
  openFor: z.string().trim().max(40).optional(),
});

/**
 * Statements of banks: `POST /files/bank-statement` takes a form of `file`, for files that do not name it `account`, and
 * `openFor`, and answers what came of each statement as JSON. Refusals are JSON with `message` and `code`.
 */
export function serveBankFiles(app: Hono<AppEnv>, contextFor: ContextFor): void {
  const limited = createMiddleware<AppEnv>(async (c, next) => {
    c.header("cache-control", "no-store");
    const ctx = await contextFor(c);
    for (const [name, value] of ctx?.answer ?? []) c.header(name, value, { append: true });
    if (!ctx?.actor) return c.json({ code: "signed_out", message: "Sign in to go on." }, 401);
    try {
      // Before the body is read: who may not import need not send it.
      permit(ctx.actor, "bank.import");
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return c.json({ code: error.code, message: error.message }, HTTP_STATUS[error.kind]);
    }
    c.set("uploader", { ...ctx, actor: ctx.actor });
    return bodyLimit({
      maxSize: FILE_BYTES_MAX,
      onError: () =>
        c.json(
          {
            code: "file.too_large",
            message: "This file is larger than 32 MB. Import it by the command line.",
          },
          413,
        ),
    })(c, next);
  });
  app.post("/files/bank-statement", limited, (c) => take(c));
}

async function take(c: Request): Promise<Response> {
  const { uploader } = c.var;
  invariant(uploader, "nobody gets here without having been let in");
  const ctx: StaffContext = uploader;
  const form = importForm.safeParse(await c.req.parseBody());
  if (!form.success)
    return c.json({ code: "file.form", message: "This was not sent as a file. Choose it again." }, 422);
  const { file, account, openFor } = form.data;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    const report = await importBankStatement(ctx, {
      bytes,
      fileName: file.name,
      account: account || undefined,
      createFor: openFor || undefined,
    });
    return c.json(report);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    c.var.log.info({ refusal: error.code, actor: ctx.actor.staffId }, "bank file refused");
    return c.json({ code: error.code, message: error.message }, HTTP_STATUS[error.kind]);
  }
}
