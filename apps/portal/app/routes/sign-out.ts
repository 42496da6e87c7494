import { signOutContact } from "@openitem/domain/access/sign-in-contact";
import { redirect } from "react-router";
import { requestContext } from "../context.ts";
import { auth, contextFor } from "../services.server.ts";
import { cookieHeaders } from "../session.server.ts";
import type { Route } from "./+types/sign-out";

/** Nothing happens by following a link. */
export const loader = () => redirect("/");

export async function action({ request, context }: Route.ActionArgs) {
  const { requestId, clientAddress: address } = context.get(requestContext);
  const ctx = await contextFor({ kind: "worker", name: "sign-out" }, requestId);
  const { setCookies } = await signOutContact(ctx, auth, { headers: request.headers, address });
  return redirect("/sign-in", { headers: cookieHeaders(setCookies) });
}
