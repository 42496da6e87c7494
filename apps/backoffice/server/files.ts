import type { Context } from "@openitem/domain/kernel/context";
import { HTTP_STATUS, Refusal } from "@openitem/domain/kernel/refusal";
import type { Hono, Context as HonoContext } from "hono";
import type { RequestContext, StaffContext } from "./trpc.ts";
import {
  type StatementFile,
  type StatementFileInput,
  statementAsCsv,
  statementAsPdf,
  statementFileInput,
} from "./statement-files.ts";
