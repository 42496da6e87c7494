import { followMethod } from "@openitem/domain/autopay/follow-method";
import { listMethods } from "@openitem/domain/autopay/list-methods";
import { Refusal } from "@openitem/domain/kernel/refusal";
import { redirect } from "react-router";
import { z } from "zod";
import { page } from "../answer.ts";
import { requestContext, viewerContext } from "../context.ts";
import { ACCOUNT_PARAM } from "../parts/account-address.ts";
import { contextFor } from "../services.server.ts";
import type { Route } from "./+types/autopay-method";

/** Where somebody comes back to from the page of a payment method: asks what came of it, and shows it. */
export const loader = page(async ({ params, url, context }: Route.LoaderArgs) => {
  const { ctx, accounts } = context.get(viewerContext);
  const { requestId, log } = context.get(requestContext);
  const { methodId } = params;
  const mine = z.uuid().safeParse(methodId).success
    ? await listMethods(ctx, { customerIds: accounts.map(({ id }) => id), withEnded: true })
    : [];
  const method = mine.find(({ id }) => id === methodId);
  if (!method)
    throw new Refusal("missing", "method.missing", "We cannot find this payment method on your account.");
  try {
    if (method.status === "pending")
      await followMethod(await contextFor({ kind: "worker", name: "portal-return" }, requestId), {
        methodId,
      });
  } catch (error) {
    // The event or the sweep will tell; meanwhile the page says that it is not confirmed.
    log.warn({ err: error, methodId }, "looking at the provider failed");
  }
  const shown = new URLSearchParams({ method: methodId, [ACCOUNT_PARAM]: method.customerId });
  if (url.searchParams.has("cancelled")) shown.set("cancelled", "1");
  throw redirect(`/autopay?${shown}`);
});
