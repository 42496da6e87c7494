import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { serveStatic } from "@hono/node-server/serve-static";
import type { Hono } from "hono";

/**
 * The built single-page app: its files, and its page for every address that is none of them. Files under `assets/` are
 * named by their content and kept for ever; the page is asked for each time.
 */
export function serveWebApp<E extends { Variables: object }>(app: Hono<E>, folder: string): void {
  app.use("/assets/*", async (c, next) => {
    await next();
    if (c.res.ok) c.res.headers.set("cache-control", "public, max-age=31536000, immutable");
  });
  app.use("/assets/*", serveStatic({ root: folder }));
  app.get("/assets/*", (c) => c.text("There is no such file.", 404));
  app.get("*", async (c) => {
    const page = await readPage(folder);
    if (page === null)
      return c.text("The web app has not been built: run `npm run build -w apps/backoffice`.", 503);
    c.header("cache-control", "no-cache");
    return c.html(page);
  });
}

async function readPage(folder: string): Promise<string | null> {
  try {
    return await readFile(join(folder, "index.html"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}
