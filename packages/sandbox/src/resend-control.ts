import type { IncomingMail } from "./received-mails.ts";

export type { IncomingFile, IncomingMail } from "./received-mails.ts";

/** A client of the Resend stand-in's control API, for tests. Throws an Error with the stand-in's sentence when refused. */
export function resendControl(url: string) {
  async function act<Answer>(path: string, input: object): Promise<Answer> {
    const response = await fetch(`${url}/_control/${path}`, {
      method: "POST",
      body: JSON.stringify(input),
      headers: { "Content-Type": "application/json" },
    });
    if (!response.ok) throw new Error(await response.text());
    const answer: Answer = await response.json();
    return answer;
  }
  return {
    /** A mail comes in; the webhook is told of it. */
    receive: (mail: IncomingMail) => act<{ id: string }>("receive", mail),
    /** Resolves when no event is under way. */
    idle: () => act<object>("idle", {}),
  };
}
