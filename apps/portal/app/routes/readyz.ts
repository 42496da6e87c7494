import { requestContext } from "../context.ts";
import { checkReady } from "../services.server.ts";
import type { Route } from "./+types/readyz";

/** Whether requests can be served: the database answers and has our tables. */
export async function loader({ context }: Route.LoaderArgs) {
  try {
    await checkReady();
    return Response.json({ status: "ready" });
  } catch (error) {
    context.get(requestContext).log.warn({ err: error }, "not ready");
    return Response.json({ status: "not ready" }, { status: 503 });
  }
}
