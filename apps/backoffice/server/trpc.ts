import type { SignedInStaff } from "@openitem/domain/access/read-staff-actor";
import type { StaffAuth } from "@openitem/domain/access/staff-auth";
import type { Visit } from "@openitem/domain/access/visit";
import type { Actor } from "@openitem/domain/kernel/context";
import { Refusal, type RefusalFacts, type RefusalKind } from "@openitem/domain/kernel/refusal";
import type { Organization } from "@openitem/domain/organizations/find-organization";
import { initTRPC, TRPCError } from "@trpc/server";
import type { Logger } from "pino";
import superjson from "superjson";
import { z } from "zod";
import type { BooksWatch } from "./books-watch.ts";
import type { Grounds } from "./services.ts";

export type StaffActor = Extract<Actor, { kind: "staff" }>;

/** What a procedure gets: the grounds every command needs, who is signed in, and the request's own headers. */
export type RequestContext = Grounds & {
  /** Null until somebody has passed every step of signing in. */
  actor: StaffActor | null;
  /** Who has given his password, though he may have to set up TOTP before he may enter. */
  person: SignedInStaff | null;
  organization: Organization;
  auth: StaffAuth;
  /** The request as signing in sees it: its cookies, and the client's address as the server knows it. */
  visit: Visit;
  /** Headers of the answer; cookies are appended here. */
  answer: Headers;
  books: BooksWatch;
  log: Logger;
};

/** The context of everything behind the sign-in: fit to be handed to any command. */
export type StaffContext = Omit<RequestContext, "actor"> & { actor: StaffActor };

const CODE = {
  invalid: "UNPROCESSABLE_CONTENT",
  forbidden: "FORBIDDEN",
  missing: "NOT_FOUND",
  conflict: "CONFLICT",
} as const satisfies Record<RefusalKind, TRPCError["code"]>;

/** What the web app learns of an error beside its sentence. */
export type ErrorFacts = {
  /** The code of a refusal, for its words in another language, and for the screens that know what to do about it. */
  refusal: { code: string; facts: RefusalFacts } | null;
  /** Fields that were refused before the command saw them. */
  faults: { field: string; message: string }[];
};

const t = initTRPC.context<RequestContext>().create({
  transformer: superjson, // Carries bigint and Date.
  isDev: false,
  errorFormatter({ shape, error }) {
    const { cause } = error;
    const facts: ErrorFacts = {
      refusal: cause instanceof Refusal ? { code: cause.code, facts: cause.facts } : null,
      faults:
        cause instanceof z.ZodError
          ? cause.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message }))
          : [],
    };
    const message =
      facts.faults.length > 0 ? "Some of this cannot be read. Check the marked fields." : shape.message;
    return {
      ...shape,
      message,
      data: { code: shape.data.code, httpStatus: shape.data.httpStatus, ...facts },
    };
  },
});

/** The one place where a refusal becomes a tRPC error, and where anything unexpected is written down and hidden. */
const translateErrors = t.middleware(async ({ ctx, path, next }) => {
  const result = await next();
  if (result.ok) return result;
  const { error } = result;
  if (error.cause instanceof Refusal) {
    const { cause } = error;
    ctx.log.info({ path, refusal: cause.code, actor: ctx.actor?.staffId }, "refused");
    throw new TRPCError({ code: CODE[cause.kind], message: cause.message, cause });
  }
  if (error.code === "INTERNAL_SERVER_ERROR") {
    ctx.log.error({ path, err: error.cause ?? error, actor: ctx.actor?.staffId }, "procedure failed");
    throw new TRPCError({
      code: "INTERNAL_SERVER_ERROR",
      message: `Something broke on our side. Nothing was booked. Reference ${ctx.requestId}.`,
    });
  }
  return result;
});

const staffOnly = t.middleware(({ ctx, next }) => {
  if (!ctx.actor) throw new TRPCError({ code: "UNAUTHORIZED", message: "Sign in to go on." });
  const staffContext: StaffContext = { ...ctx, actor: ctx.actor };
  return next({ ctx: staffContext });
});

export const router = t.router;
/** For those who are not signed in yet: the steps of signing in, and nothing else. */
export const openProcedure = t.procedure.use(translateErrors);
/** For staff. What each role may do is the command's business. */
export const procedure = openProcedure.use(staffOnly);
