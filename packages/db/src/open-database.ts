import postgres from "postgres";
import { grantSignIn, startEmbedded } from "./embedded.ts";
import { migrate } from "./migrate.ts";
import { reasonOf, StartFailure } from "./start-failure.ts";

/** Roles are granted with `inherit` and `set` options, and keys are checked, as 17 does it. */
const MAJOR_MIN = 17;

export type DatabaseEnv = {
  /** A Postgres of one's own; left out, the embedded one is started. */
  DATABASE_URL?: string | undefined;
  /** The application's sign-in to it; left out, `DATABASE_URL` serves both. */
  APP_DATABASE_URL?: string | undefined;
  /** The embedded server's port. */
  POSTGRES_PORT?: string | undefined;
};

export type OpenDatabase = { ownerUrl: string; appUrl: string; stop(): Promise<void> };

type Options = {
  dataDir: string;
  logFile?: string;
  settings?: Record<string, string>;
  tell?: (line: string) => void;
  onEnd?: (sentence: string) => void;
};

/**
 * Opens the database that `env` names and brings it to the newest schema. Throws `StartFailure` with one sentence
 * for an address that is none, a server that cannot be reached, a refused sign-in or a version that is too old.
 */
export async function openDatabase(env: DatabaseEnv, options: Options): Promise<OpenDatabase> {
  if (env.DATABASE_URL) {
    await check("DATABASE_URL", env.DATABASE_URL);
    await bringUpToDate(env.DATABASE_URL);
    if (env.APP_DATABASE_URL) await check("APP_DATABASE_URL", env.APP_DATABASE_URL);
    return {
      ownerUrl: env.DATABASE_URL,
      appUrl: env.APP_DATABASE_URL || env.DATABASE_URL,
      stop: async () => {},
    };
  }
  const server = await startEmbedded({ ...options, ...portOf(env.POSTGRES_PORT) });
  try {
    await bringUpToDate(server.ownerUrl);
    const appUrl = await grantSignIn(server.ownerUrl, server.appPassword);
    return { ownerUrl: server.ownerUrl, appUrl, stop: server.stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

function portOf(text: string | undefined): { port?: number } {
  if (!text) return {};
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new StartFailure(`POSTGRES_PORT is "${text}", which is not a port number.`);
  return { port };
}

async function bringUpToDate(ownerUrl: string): Promise<void> {
  try {
    await migrate(ownerUrl);
  } catch (error) {
    const cause =
      error instanceof Error && error.cause !== undefined ? reasonOf(error.cause) : reasonOf(error);
    throw new StartFailure(`The database could not be brought to the newest schema: ${cause}`, {
      cause: error,
    });
  }
}

async function check(name: string, url: string): Promise<void> {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || !/^postgres(ql)?:$/.test(parsed.protocol) || parsed.pathname.length < 2)
    throw new StartFailure(
      `${name} is not the address of a Postgres database: it looks like postgres://user:password@host:5432/database.`,
    );
  const where = `${parsed.hostname}:${parsed.port || "5432"}`;
  const client = postgres(url, { max: 1, connect_timeout: 10, onnotice: () => {} });
  try {
    const [row] = await client`select current_setting('server_version_num')::int as version`;
    const major = Math.floor(Number(row?.version) / 10_000);
    if (major < MAJOR_MIN)
      throw new StartFailure(
        `The database at ${where} is Postgres ${major} and ${MAJOR_MIN} or newer is needed: point ${name} to a newer one.`,
      );
  } catch (error) {
    if (error instanceof StartFailure) throw error;
    throw new StartFailure(`${explain(error, where, parsed)} Correct ${name} or put the server right.`, {
      cause: error,
    });
  } finally {
    await client.end({ timeout: 5 });
  }
}

function explain(error: unknown, where: string, url: URL): string {
  const code = (error as { code?: unknown }).code;
  const user = decodeURIComponent(url.username) || "(none)";
  const database = decodeURIComponent(url.pathname.slice(1));
  if (code === "28P01" || code === "28000")
    return `The database at ${where} refuses the sign-in of user "${user}".`;
  if (code === "3D000") return `The database server at ${where} has no database "${database}".`;
  if (code === "ECONNREFUSED" || code === "ENOTFOUND" || code === "EAI_AGAIN" || code === "CONNECT_TIMEOUT")
    return `The database server at ${where} cannot be reached (${code}).`;
  return `The database at ${where} cannot be used (${reasonOf(error)}).`;
}
