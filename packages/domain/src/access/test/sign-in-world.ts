import { createHmac } from "node:crypto";
import { newId } from "@openitem/db/ids";
import postgres from "postgres";
import { db, ownerUrl, type World } from "../../../test/world.ts";
import type { Context } from "../../kernel/context.ts";
import { giveSignIn } from "../give-sign-in.ts";
import { type InvitingContext, invitationToken } from "../invitation.ts";
import { inviteContact } from "../invite-contact.ts";
import { portalAuth } from "../portal-auth.ts";
import { readContactActor } from "../read-contact-actor.ts";
import { staffAuth } from "../staff-auth.ts";
import type { Visit } from "../visit.ts";

export const SECRET = "a secret of the tests, long enough to sign with: 7f3k22qx";
export const PASSWORD = "correct horse battery";

const settings = { db, secret: SECRET, baseUrl: "http://localhost:3000", secureCookies: false };
export const portal = portalAuth(settings);
export const office = staffAuth({ ...settings, baseUrl: "http://localhost:3001" });

/** Above row-level security, for looking at what is really stored. */
export const owner = postgres(ownerUrl, { max: 2, onnotice: () => {} });

export const inviting = (ctx: Context): InvitingContext => ({ ...ctx, linkSecret: SECRET });

let people = 0;
/** An address nobody else in the file has. */
export const address = (name = "dana") => `${name}${++people}-${newId().slice(-6)}@example.com`;

export const tokenOf = (invitationId: string | null) => invitationToken(SECRET, invitationId ?? "");

/** A browser: it keeps the cookies it is given, as browsers do. */
export function browser(from = `10.0.0.${++people % 250}`) {
  const jar = new Map<string, string>();
  return {
    jar,
    get visit(): Visit {
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
      return { headers: new Headers(cookie ? { cookie } : {}), address: from };
    },
    take(setCookies: string[]) {
      for (const line of setCookies) {
        const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!;
        if (!value || /max-age=0/i.test(line)) jar.delete(name!);
        else jar.set(name!, value);
      }
    },
  };
}

/** A person invited to the world's customer, with the link he got. */
export async function invited(world: World, over = {}) {
  const input = {
    id: newId(),
    email: address(),
    name: "Dana Whitfield",
    customerId: world.customerId,
    role: "payer" as const,
    ...over,
  };
  const { contactId, invitationId } = await inviteContact(inviting(world.worker), input);
  return { ...input, contactId, invitationId: invitationId!, token: tokenOf(invitationId) };
}

/** A contact who can sign in, with this role on the world's customer. */
export async function contactWithPassword(
  world: World,
  over: Partial<Parameters<typeof inviteContact>[1]> = {},
) {
  const email = over.email ?? address();
  const { contactId } = await inviteContact(inviting(world.worker), {
    id: newId(),
    email,
    name: "Dana Whitfield",
    customerId: world.customerId,
    role: "payer",
    ...over,
  });
  const { userId } = await giveSignIn(world.worker, portal, { contactId, password: PASSWORD });
  const actor = async () => readContactActor(db, world.organizationId, userId);
  const context = async (): Promise<Context> => ({ ...world.worker, actor: (await actor())! });
  return { email, contactId, userId, actor, context };
}

export async function auditOf(organizationId: string, action: string) {
  return owner<
    {
      subject_kind: string;
      subject_id: string;
      actor: string;
      actor_name: string;
      data: Record<string, unknown>;
    }[]
  >`select subject_kind, subject_id, actor, actor_name, data from audit_records
    where organization_id = ${organizationId} and action = ${action} order by id`;
}

/** The six digits an authenticator app shows for an otpauth address (RFC 6238), `steps` of 30 seconds from now. */
export function totp(uri: string, steps = 0): string {
  const secret = base32(new URL(uri).searchParams.get("secret")!);
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const mac = createHmac("sha1", secret).update(counter).digest();
  const offset = mac[mac.length - 1]! & 15;
  return String((mac.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, "0");
}

function base32(text: string): Buffer {
  let bits = "";
  for (const letter of text)
    bits += "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
