import { messages } from "@openitem/db/schema/activity";
import { eq } from "drizzle-orm";
import { newWorld } from "../../../test/world.ts";
import { inviteContact } from "../../access/invite-contact.ts";
import type { ContactRole } from "../../kernel/context.ts";
import { read } from "../../kernel/transact.ts";
import { followPayment } from "../../payments/follow-payment.ts";
import { startPayment } from "../../payments/start-payment.ts";
import type { LetterKind, LetterProps, Letters } from "../letter.ts";
import { type Mail, type Mailer, MailKeyTaken } from "../mailer.ts";
import type { MailingContext } from "../mailing-context.ts";

const KEY_LASTS_MS = 24 * 60 * 60 * 1000;

/** A mail provider in memory that keeps keys for 24 hours, as Resend does. */
class FakeMailer implements Mailer {
  readonly inbox: (Mail & { providerId: string; at: Date })[] = [];
  /** Thrown by the next `send`, before or after the mail went. */
  failNext: { when: "before" | "after"; error: Error } | null = null;
  now = new Date(0);

  async send(mail: Mail): Promise<{ providerId: string }> {
    const failure = this.failNext;
    this.failNext = null;
    if (failure?.when === "before") throw failure.error;
    const known = this.inbox.find(
      ({ key, at }) => key === mail.key && this.now.getTime() - at.getTime() < KEY_LASTS_MS,
    );
    if (known && known.html !== mail.html) throw new MailKeyTaken("Used with other contents");
    const sent = known ?? { ...mail, providerId: `mail_${this.inbox.length + 1}`, at: this.now };
    if (!known) this.inbox.push(sent);
    if (failure) throw failure.error;
    return { providerId: sent.providerId };
  }

  async find({ key, to, since }: { key: string; to: string; since: Date }) {
    return this.inbox.find((mail) => mail.key === key && mail.to === to && mail.at >= since) ?? null;
  }
}

/** A biller whose customer has a person who pays, and a mail provider. */
export async function newMailWorld() {
  const world = await newWorld();
  const mailer = new FakeMailer();
  const written: { kind: LetterKind; props: LetterProps[LetterKind] }[] = [];

  /** Writes letters as their bare data: what the domain says is what these tests are about. */
  const letters: Letters = async (kind, props, { locale }) => {
    written.push({ kind, props });
    const text = JSON.stringify({ kind, locale, props });
    return { subject: `Letter ${kind}`, html: text, text };
  };

  /** The data of the last letter that was written. */
  function lastLetter<K extends LetterKind>(kind: K): LetterProps[K] {
    const last = written.at(-1);
    if (last?.kind !== kind) throw new Error(`The last letter is ${last?.kind ?? "not there"}, not ${kind}`);
    return last.props as LetterProps[K];
  }

  const mailing = (now = world.worker.now): MailingContext => {
    mailer.now = now;
    return {
      ...world.worker,
      now,
      mailer,
      letters,
      mailFrom: "Parlance <billing@parlance.example>",
      portalUrl: "https://portal.example",
      backofficeUrl: "https://office.example",
      invitationLink: (id) => `https://portal.example/invitation/${id}`,
    };
  };

  async function invite(
    role: ContactRole = "payer",
    over: { customerId?: string; withSubsidiaries?: boolean; email?: string } = {},
  ) {
    const { contactId, invitationId } = await inviteContact(
      { ...world.staff("manager"), linkSecret: "0123456789abcdef0123456789abcdef" },
      {
        email: "dana@harrow.example",
        name: "Dana Whitfield",
        customerId: world.customerId,
        role,
        locale: "en-GB",
        ...over,
      },
    );
    const actor = { kind: "contact" as const, contactId, name: "Dana Whitfield" };
    return {
      contactId,
      invitationId,
      as: { ...world.worker, actor: { ...actor, accounts: new Map([[world.customerId, role]]) } },
    };
  }

  /** Dana starts a payment of these amounts and is on the provider's page. */
  async function pay(
    debits: [id: string, minor: bigint][],
    over: Parameters<typeof world.wish>[1] = {},
    email = "dana@harrow.example",
  ) {
    const { as } = await invite("payer", { email });
    const input = world.wish(debits, over);
    await startPayment(world.paying(as), input);
    return input.paymentId;
  }

  const follow = (paymentId: string) => followPayment(world.paying(world.worker), { paymentId });

  const sentMessages = () =>
    read(world.worker, (tx) =>
      tx
        .select()
        .from(messages)
        .where(eq(messages.organizationId, world.organizationId))
        .orderBy(messages.id),
    );

  return { ...world, mailer, mailing, lastLetter, invite, pay, follow, messages: sentMessages };
}

export type MailWorld = Awaited<ReturnType<typeof newMailWorld>>;
