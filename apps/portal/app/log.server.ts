import { pino } from "pino";
import { env } from "./env.server.ts";
import { errorForLog } from "./error-for-log.ts";

/** The portal's log: JSON lines in UTC. It holds ids and paths; never bodies, cookies, queries of addresses or values of statements. */
export const log = pino({
  level: env.LOG_LEVEL,
  base: { app: "portal", pid: process.pid },
  timestamp: pino.stdTimeFunctions.isoTime,
  redact: ["req.headers", "headers", "password", "token", "*.password", "*.token"],
  serializers: { err: errorForLog },
});
