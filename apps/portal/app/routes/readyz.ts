import { isMigrated } from "@openitem/db/migrated";
import { requestContext } from "../context.ts";
import { checkReady, db } from "../services.server.ts";
import type { Route } from "./+types/readyz";

/** Whether requests can be served: the database answers, and the newest migration has run. */
export async function loader({ context }: Route.LoaderArgs) {
  try {
    if (!(await isMigrated(db))) return notReady("The newest migration has not run.");
    await checkReady();
    return new Response("ready");
  } catch (error) {
    context.get(requestContext).log.warn({ err: error }, "not ready");
    return notReady("The database cannot be reached, or has not been migrated.");
  }
}

const notReady = (why: string) => new Response(why, { status: 503 });
