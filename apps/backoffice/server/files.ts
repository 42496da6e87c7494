import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import type { Hono, Context as HonoContext } from "hono";
import type { AppEnv } from "./app.ts";
import { serveBankFiles } from "./bank-files.ts";
import { serveCloseFiles } from "./close-files.ts";
import { serveKeptFiles } from "./kept-files.ts";
import {
  type StatementFile,
  type StatementFileInput,
  statementAsCsv,
  statementAsPdf,
  statementFileInput,
} from "./statement-files.ts";
import type { RequestContext, StaffContext } from "./trpc.ts";

type Request = HonoContext<AppEnv>;
/** The context of a request; null while the biller has not been founded. */
type ContextFor = (c: Request) => Promise<RequestContext | null>;

/**
 * Files to take away, for staff who are signed in: `/files/statement.pdf` and `/files/statement.csv` with `customer`,
 * `asOf` and `withSubsidiaries` in the query, a month's close (`close-files.ts`), statements of banks (`bank-files.ts`) and what people added (`kept-files.ts`). In place of a file a refusal is a plain page of its sentence, which names
 * the address of what to take instead.
 */
export function serveFiles(app: Hono<AppEnv>, publicUrl: string, contextFor: ContextFor): void {
  const wayOut = ({ code }: Refusal, asked: string): string =>
    code === "statement.too_long" ? ` ${publicUrl}/files/statement.csv${new URL(asked).search}` : "";
  const statement =
    (make: (ctx: StaffContext, input: StatementFileInput) => Promise<StatementFile>) =>
    async (c: Request) => {
      c.header("cache-control", "no-store");
      const ctx = await contextFor(c);
      if (!ctx) return c.text("This biller has not been set up yet.", 503);
      for (const [name, value] of ctx.answer) c.header(name, value, { append: true });
      const { actor } = ctx;
      if (!actor) return c.text("Sign in to go on.", 401);
      const asked = statementFileInput.safeParse(c.req.query());
      if (!asked.success) return c.text("This address is not complete: it names a customer and a day.", 400);
      try {
        const { name, type, body } = await make({ ...ctx, actor }, asked.data);
        c.header("content-type", type);
        c.header("content-disposition", `attachment; filename="${name}"`);
        return c.body(typeof body === "string" ? body : new Uint8Array(body));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        c.var.log.info({ path: c.req.path, refusal: error.code, actor: actor.staffId }, "refused");
        return c.text(`${error.message}${wayOut(error, c.req.url)}`, HTTP_STATUS[error.kind]);
      }
    };
  app.get("/files/statement.pdf", statement(statementAsPdf));
  app.get("/files/statement.csv", statement(statementAsCsv));
  serveCloseFiles(app, contextFor);
  serveBankFiles(app, contextFor);
  serveKeptFiles(app, contextFor);
  app.get("/files/*", (c) => c.text("There is no such file.", 404));
}
