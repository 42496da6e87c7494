import { BlockList, isIP } from "node:net";

/** Addresses of our own proxies, as TRUSTED_PROXIES lists them: "10.0.0.0/8, 127.0.0.1, ::1". Throws on anything else. */
export function readTrustedProxies(list: string): BlockList {
  const trusted = new BlockList();
  for (const entry of list.split(",").map((text) => text.trim())) {
    if (entry === "") continue;
    const [address = "", length, ...more] = entry.split("/");
    const family = familyOf(address);
    const longest = family === "ipv6" ? 128 : 32;
    const bits = length === undefined ? longest : /^\d{1,3}$/.test(length) ? Number(length) : Number.NaN;
    if (!family || more.length > 0 || !(bits <= longest))
      throw new Error(`"${entry}" is no address and no range such as 10.0.0.0/8`);
    trusted.addSubnet(address, bits, family);
  }
  return trusted;
}

/**
 * Who sent a request: the address at the other end of the connection, unless that is a proxy of ours. Then it is the
 * last one in X-Forwarded-For that is none of ours; what stands further left is the client's own word. Where a proxy
 * of ours wrote what is no address, the proxy itself counts, so that limits still hold.
 */
export function clientAddress(
  peer: string | undefined,
  forwarded: string | undefined,
  trusted: BlockList,
): string | null {
  let known = bare(peer ?? "");
  if (!known) return null;
  for (const text of (forwarded ?? "").split(",").reverse()) {
    if (!trusted.check(known, familyOf(known))) return known;
    const next = bare(text);
    if (!next) return known;
    known = next;
  }
  return known;
}

const familyOf = (address: string): "ipv4" | "ipv6" | undefined =>
  (({ 4: "ipv4", 6: "ipv6" }) as const)[isIP(address) as 4 | 6];

/** Without port, brackets and zone, and IPv4 as itself where it came over IPv6; empty when it is no address. */
function bare(text: string): string {
  const [, inBrackets] = /^\[(.+)\](?::\d+)?$/.exec(text.trim()) ?? [];
  const [, beforePort] = /^([\d.]+):\d+$/.exec(text.trim()) ?? [];
  const address = (inBrackets ?? beforePort ?? text.trim())
    .replace(/%.*$/, "")
    .replace(/^::ffff:(?=[\d.]+$)/i, "");
  return isIP(address) ? address : "";
}
