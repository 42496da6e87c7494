import { addFile } from "@openitem/domain/files/add-file";
import { readFile } from "@openitem/domain/files/read-file";
import { HTTP_STATUS, invariant, Refusal } from "@openitem/domain/kernel/refusal";
import { read } from "@openitem/domain/kernel/transact";
import { readPolicy } from "@openitem/domain/policies/read-policy";
import type { Hono, Context as HonoContext } from "hono";
import { bodyLimit } from "hono/body-limit";
import { createMiddleware } from "hono/factory";
import { z } from "zod";
import type { AppEnv } from "./app.ts";
import type { RequestContext, StaffContext } from "./trpc.ts";

type Request = HonoContext<AppEnv>;
type ContextFor = (c: Request) => Promise<RequestContext | null>;

/** What a form has around its file. */
const AROUND_BYTES = 64_000;

const uploadForm = z.object({
  /** Made by the page, so that a retry is the same file. */
  id: z.uuid(),
  /** Left out, it is nobody's but the biller's. */
  customer: z.uuid().optional(),
  visibility: z.enum(["shared", "internal"]),
  file: z.file(),
});

/**
 * Files that people add: `POST /files/upload` takes one as a form of `id`, `customer`, `visibility` and `file` and
 * answers what was kept as JSON; `GET /files/<id>` hands one out, always as an attachment. Refusals are JSON with
 * `message` and `code` on the way in, a plain sentence on the way out.
 */
export function serveKeptFiles(app: Hono<AppEnv>, contextFor: ContextFor): void {
  const limited = createMiddleware<AppEnv>(async (c, next) => {
    c.header("cache-control", "no-store");
    const ctx = await staffContext(c, contextFor);
    if (!ctx) return c.json({ code: "signed_out", message: "Sign in to go on." }, 401);
    c.set("uploader", ctx);
    const { sizeMaxBytes } = await read(ctx, (tx) => readPolicy(tx, ctx, "file"));
    return bodyLimit({
      maxSize: sizeMaxBytes + AROUND_BYTES,
      onError: () =>
        c.json({ code: "file.too_large", message: "This file is larger than what can be added." }, 413),
    })(c, next);
  });
  app.post("/files/upload", limited, (c) => take(c));

  app.get("/files/:id", async (c) => {
    const ctx = await staffContext(c, contextFor);
    if (!ctx) return c.text("Sign in to go on.", 401);
    const fileId = z.uuid().safeParse(c.req.param("id"));
    if (!fileId.success) return c.text("There is no such file.", 404);
    try {
      const { file, bytes } = await readFile(ctx, fileId.data);
      c.header("cache-control", "private, no-store");
      c.header("content-type", file.mediaType);
      c.header("content-length", String(file.sizeBytes));
      c.header("content-disposition", attachment(file.name));
      // Opened in a tab all the same, it may run nothing and load nothing.
      c.header("content-security-policy", "sandbox; default-src 'none'");
      return c.body(bytes);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return c.text(error.message, HTTP_STATUS[error.kind]);
    }
  });
}

async function staffContext(c: Request, contextFor: ContextFor): Promise<StaffContext | null> {
  const ctx = await contextFor(c);
  if (!ctx) return null;
  for (const [name, value] of ctx.answer) c.header(name, value, { append: true });
  return ctx.actor ? { ...ctx, actor: ctx.actor } : null;
}

async function take(c: Request): Promise<Response> {
  const { uploader: ctx } = c.var;
  invariant(ctx, "nobody gets here without having been let in");
  const form = uploadForm.safeParse(await c.req.parseBody());
  if (!form.success)
    return c.json({ code: "file.form", message: "This was not sent as a file. Choose it again." }, 422);
  const { id, customer: customerId = null, visibility, file } = form.data;
  try {
    const bytes = new Uint8Array(await file.arrayBuffer());
    return c.json(await addFile(ctx, { id, customerId, name: file.name, visibility }, bytes), 201);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    c.var.log.info({ refusal: error.code, actor: ctx.actor.staffId }, "file refused");
    return c.json({ code: error.code, message: error.message }, HTTP_STATUS[error.kind]);
  }
}

/** The header that names a download: plain letters for old programs, all of it for the others. Source: RFC 6266, RFC 5987. */
function attachment(name: string): string {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
