import { createEmulator } from "emulate";
import { startHttpServer } from "./http-server.ts";
import { keepStateFile, readStateFile } from "./state-file.ts";

export interface ResendStandInOptions {
  /** 0 takes a free port. */
  port: number;
  /** Keeps the mails over restarts. */
  stateFile?: string;
  /** Address to listen on; 127.0.0.1 when not given. */
  host?: string;
}

export interface ResendStandIn {
  /** The API is at this address, the inbox at `<url>/inbox`. */
  url: string;
  /** A key the stand-in accepts; any `re_…` is. */
  apiKey: string;
  close(): Promise<void>;
}

/** A request that sent mail, as it came. */
interface Sent {
  path: string;
  body: string;
  key: string | null;
}

const keptRequests = 1000;

/**
 * Starts a stand-in for Resend (that of the package `emulate`): it takes mails and shows them under
 * `/inbox`; nothing leaves the machine. With `stateFile` the mails of the last runs are sent to it again
 * when it starts: they have new ids and times then, since its store cannot be filled otherwise.
 */
export async function startResendStandIn(options: ResendStandInOptions): Promise<ResendStandIn> {
  const sent = options.stateFile ? readSent(readStateFile(options.stateFile)) : [];
  const emulator = await createEmulator({ service: "resend", port: 0 });
  const inner = emulator.url.replace("//localhost", "//127.0.0.1");
  for (const mail of sent) {
    await fetch(inner + mail.path, {
      method: "POST",
      headers: {
        Authorization: "Bearer re_sandbox",
        "Content-Type": "application/json",
        ...(mail.key === null ? {} : { "Idempotency-Key": mail.key }),
      },
      body: mail.body,
    });
  }
  const file = options.stateFile ? keepStateFile(options.stateFile, () => sent) : null;
  const host = options.host ?? "127.0.0.1";

  const forward = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/") return Response.redirect(new URL("/inbox", request.url), 302);
    const body = request.method === "GET" || request.method === "HEAD" ? null : await request.text();
    const headers = new Headers(request.headers);
    for (const name of ["host", "connection", "content-length", "transfer-encoding"]) headers.delete(name);
    const response = await fetch(inner + pathname + search, {
      method: request.method,
      headers,
      body,
      redirect: "manual",
    });
    if (response.ok && body !== null && request.method === "POST" && /^\/emails(\/batch)?$/.test(pathname)) {
      sent.push({ path: pathname, body, key: request.headers.get("Idempotency-Key") });
      if (sent.length > keptRequests) sent.shift();
      file?.changed();
    }
    const shown = new Headers(response.headers);
    // The body arrives decoded and whole, so these no longer describe it.
    for (const name of [
      "content-encoding",
      "content-length",
      "transfer-encoding",
      "connection",
      "keep-alive",
    ]) {
      shown.delete(name);
    }
    return new Response(await response.arrayBuffer(), { status: response.status, headers: shown });
  };

  const server = await startHttpServer(host, options.port, forward).catch(async (error: unknown) => {
    await emulator.close();
    throw error;
  });
  let closing: Promise<void> | undefined;
  return {
    url: `http://${host}:${server.port}`,
    apiKey: "re_sandbox_000000000000",
    close() {
      closing ??= (async () => {
        await server.close();
        await emulator.close();
        await file?.close();
      })();
      return closing;
    },
  };
}

function readSent(kept: unknown): Sent[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter(
    (one): one is Sent =>
      typeof one === "object" && one !== null && typeof one.path === "string" && typeof one.body === "string",
  );
}
