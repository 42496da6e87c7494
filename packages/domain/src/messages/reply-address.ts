/* The address by which an answer to a letter finds its dispute. Pure. */

const TOKEN = /^dispute\+([0-9a-f]{40})@/i;

/** "dispute+<token>@parlance.example". */
export const replyAddress = (domain: string, token: string): string => `dispute+${token}@${domain}`;

/** The token among the addresses that a mail was sent to, such as "Parlance <dispute+…@parlance.example>"; else null. */
export function replyToken(addresses: readonly string[]): string | null {
  for (const address of addresses) {
    const token = TOKEN.exec(bareAddress(address))?.[1];
    if (token) return token.toLowerCase();
  }
  return null;
}

/** "Dana <Dana@harrow.example>" without the name, lower case. */
export const bareAddress = (address: string): string =>
  (/<([^<>]*)>\s*$/.exec(address)?.[1] ?? address).trim().toLowerCase();
