import type { LetterProps } from "@openitem/domain/messages/letter";
import type { Content } from "../content.ts";
import type { Words } from "../words.ts";

const ACCOUNTS_NAMED_MAX = 10;

/** To a person who was given access: the link to set a password. */
export function invitation(props: LetterProps["invitation"], { say, moment }: Words): Content {
  const { biller, reader, inviter, accounts, url, expiresAt, timeZone } = props;
  const more = accounts.length - ACCOUNTS_NAMED_MAX;
  return {
    subject: inviter
      ? say("invitation.subject", { inviter, biller })
      : say("invitation.subjectOfBiller", { biller }),
    biller,
    title: say("invitation.title", { biller }),
    paragraphs: [
      inviter ? say("invitation.lead", { inviter, biller }) : say("invitation.leadOfBiller", { biller }),
      say("invitation.what", { count: accounts.length }),
    ],
    table: null,
    facts: [
      ...accounts.slice(0, ACCOUNTS_NAMED_MAX).map(({ name, number }) => ({
        label: say("facts.account"),
        value: say("facts.accountNamed", { name, number }),
      })),
      ...(more > 0
        ? [{ label: say("facts.account"), value: say("facts.moreAccounts", { count: more }) }]
        : []),
    ],
    action: { label: say("invitation.action"), url },
    addressHint: say("invitation.addressHint"),
    closing: [
      say("invitation.expires", { moment: moment(expiresAt, timeZone) }),
      say("invitation.unexpected"),
    ],
    footer: say("invitation.footer", { reader, biller }),
  };
}
