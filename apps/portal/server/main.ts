import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createAdaptorServer } from "@hono/node-server";

// React chooses its build by this when it is loaded.
process.env.NODE_ENV ??= "production";

const SHUTDOWN_MS = 10_000;
const HEADER_BYTES_MAX = 32 * 1024;
const bundle = new URL("../build/server/index.js", import.meta.url);
if (!existsSync(fileURLToPath(bundle))) {
  console.error("The portal has not been built: run `npm run build` first.");
  process.exit(1);
}
const { app, port, log, close } = (await import(bundle.href)) as typeof import("./app.ts");

const server = createAdaptorServer({
  fetch: app.fetch,
  // An address may name many ticked documents.
  serverOptions: { maxHeaderSize: HEADER_BYTES_MAX },
});
if ("requestTimeout" in server) {
  server.requestTimeout = 60_000;
  server.headersTimeout = 20_000;
  // Longer than a load balancer keeps a connection, so that it never sends into a closed one.
  server.keepAliveTimeout = 75_000;
}
server.on("error", (error) => {
  log.fatal({ err: error }, "the port cannot be opened");
  process.exit(1);
});
server.listen(port, () => log.info({ port }, "portal is listening"));

/** Takes no new requests, lets those under way finish, then closes the pool. A second signal does not wait. */
let stopping = false;
function stop(signal: NodeJS.Signals): void {
  if (stopping) process.exit(1);
  stopping = true;
  log.info({ signal }, "portal is stopping");
  const late = setTimeout(() => {
    log.warn("requests were cut off at shutdown");
    process.exit(1);
  }, SHUTDOWN_MS);
  late.unref();
  server.close(() => {
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "closing failed");
        process.exit(1);
      },
    );
  });
  if ("closeIdleConnections" in server) server.closeIdleConnections();
}
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
process.on("unhandledRejection", (reason) => log.error({ err: reason }, "unhandled rejection"));
