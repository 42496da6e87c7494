import type { Context } from "@openitem/domain/kernel/context";
import { read } from "@openitem/domain/kernel/transact";
import { readPolicy } from "@openitem/domain/policies/read-policy";

/** What the biller takes of files: how large one may be, and the media types. */
export const readFilePolicy = (ctx: Context) => read(ctx, (tx) => readPolicy(tx, ctx, "file"));
