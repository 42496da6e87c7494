import { randomUUID } from "node:crypto";
import { createEmulator } from "emulate";
import { answerable, answerOf, answerPage } from "./answer-page.ts";
import { startHttpServer } from "./http-server.ts";
import { type IncomingMail, receivedMails } from "./received-mails.ts";
import { type ResendWebhooks, resendWebhooks } from "./resend-webhooks.ts";
import { keepStateFile, readStateFile } from "./state-file.ts";
import { styleSheet } from "./stripe/style.ts";

export interface ResendStandInOptions {
  /** 0 takes a free port. */
  port: number;
  /** Keeps the mails over restarts. */
  stateFile?: string;
  /** Address to listen on; 127.0.0.1 when not given. */
  host?: string;
  /** Where events go, and the secret they are signed with ("whsec_…"); without it nobody is told. */
  webhook?: { url: string; secret: string };
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
 * `/inbox`; nothing leaves the machine. Each mail counts as delivered at once, those to Resend's test addresses
 * `bounced@resend.dev` and `complained@resend.dev` as their names say. Mail comes in by the page `/answers` or the control
 * call `/_control/receive`. With `stateFile` the mails of the last runs are sent to it again
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
  const { webhook } = options;
  const webhooks = webhook ? resendWebhooks(webhook.url, webhook.secret) : null;
  const received = receivedMails(webhooks);
  const told = new Set<string>();

  const answerItself = async (request: Request): Promise<Response | null> => {
    const { pathname, searchParams } = new URL(request.url);
    if (pathname === "/answers" && request.method === "GET") {
      const mails = sent
        .filter(({ path }) => path === "/emails")
        .flatMap(({ body }) => answerable(body) ?? []);
      return answerPage(mails, searchParams.has("sent") ? "Your answer has come in." : "");
    }
    if (pathname === "/assets/style.css")
      return new Response(styleSheet, { headers: { "Content-Type": "text/css; charset=utf-8" } });
    if (request.method !== "POST") return received.answer(request);
    if (pathname === "/answers") {
      received.receive(answerOf(new URLSearchParams(await request.text())));
      return new Response(null, { status: 303, headers: { Location: "/answers?sent" } });
    }
    if (pathname === "/_control/receive") {
      const mail: IncomingMail = JSON.parse(await request.text());
      return Response.json(received.receive(mail));
    }
    if (pathname !== "/_control/idle") return null;
    await webhooks?.idle();
    return Response.json({});
  };

  const forward = async (request: Request): Promise<Response> => {
    const { pathname, search } = new URL(request.url);
    if (pathname === "/") return Response.redirect(new URL("/inbox", request.url), 302);
    const own = await answerItself(request);
    if (own) return own;
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
    const answer = await response.arrayBuffer();
    if (webhooks && response.ok && body !== null && request.method === "POST" && pathname === "/emails")
      tellOf(webhooks, told, JSON.parse(body), JSON.parse(new TextDecoder().decode(answer)));
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
    return new Response(answer, { status: response.status, headers: shown });
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
        webhooks?.stop();
        await server.close();
        await emulator.close();
        await file?.close();
      })();
      return closing;
    },
  };
}

interface SentMail {
  from: string;
  to: string | string[];
  subject: string;
  tags?: { name: string; value: string }[];
}

/** What became of a mail, told once however often its request comes. */
function tellOf(webhooks: ResendWebhooks, told: Set<string>, mail: SentMail, { id }: { id: string }): void {
  if (told.has(id)) return;
  told.add(id);
  const to = [mail.to].flat();
  const data = {
    email_id: id,
    created_at: new Date().toISOString(),
    message_id: `<${randomUUID()}@resend.sandbox.example>`,
    from: mail.from,
    to,
    subject: mail.subject,
    ...(mail.tags && { tags: Object.fromEntries(mail.tags.map(({ name, value }) => [name, value])) }),
  };
  webhooks.tell("email.sent", data);
  const isTo = (name: string) =>
    to.some((address) => new RegExp(`${name}(\\+[^@]*)?@resend\\.dev`).test(address));
  if (isTo("bounced"))
    webhooks.tell("email.bounced", {
      ...data,
      bounce: {
        message: "The recipient's email provider sent a hard bounce message.",
        type: "Permanent",
        subType: "General",
      },
    });
  else webhooks.tell(isTo("complained") ? "email.complained" : "email.delivered", data);
}

function readSent(kept: unknown): Sent[] {
  if (!Array.isArray(kept)) return [];
  return kept.filter(
    (one): one is Sent =>
      typeof one === "object" && one !== null && typeof one.path === "string" && typeof one.body === "string",
  );
}
