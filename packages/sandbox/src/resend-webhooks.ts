import { createHmac, randomUUID } from "node:crypto";

/** Waiting time after each failed attempt; Resend goes on for longer (resend.com/docs/dashboard/webhooks/introduction). */
const retryDelays = [500, 2_000, 5_000, 30_000];
const timeoutMs = 10_000;

export interface ResendWebhooks {
  /** Queues an event; `data` is what is said of the mail. */
  tell(type: string, data: object): void;
  /** Resolves when nothing is under way (retries that wait for their time do not count). */
  idle(): Promise<void>;
  stop(): void;
}

/** Sends events to one address, signed as Resend signs them: by Svix, over id, time and body. */
export function resendWebhooks(url: string, secret: string): ResendWebhooks {
  const key = Buffer.from(secret.replace(/^whsec_/, ""), "base64");
  const timers = new Set<NodeJS.Timeout>();
  const running = new Set<Promise<void>>();
  let stopped = false;

  async function attempt(id: string, body: string, tries: number): Promise<void> {
    const at = Math.floor(Date.now() / 1000).toString();
    const signature = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest("base64");
    const taken = await fetch(url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        "svix-id": id,
        "svix-timestamp": at,
        "svix-signature": `v1,${signature}`,
      },
      body,
      signal: AbortSignal.timeout(timeoutMs),
    }).then(
      (answer) => answer.ok,
      // Nobody listens there at the moment.
      () => false,
    );
    const delay = retryDelays[tries];
    if (taken || stopped || delay === undefined) return;
    const timer = setTimeout(() => {
      timers.delete(timer);
      begin(id, body, tries + 1);
    }, delay);
    timers.add(timer);
  }

  function begin(id: string, body: string, tries: number): void {
    const one = attempt(id, body, tries).finally(() => running.delete(one));
    running.add(one);
  }

  return {
    tell(type, data) {
      const body = JSON.stringify({ type, created_at: new Date().toISOString(), data });
      begin(`msg_${randomUUID().replaceAll("-", "")}`, body, 0);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
    stop() {
      stopped = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
