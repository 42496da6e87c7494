import { expect, test } from "vitest";
import { clientAddress, readTrustedProxies } from "./client-address.ts";

const OURS = readTrustedProxies("10.0.0.0/8, 192.0.2.7,2001:db8:5::/48");

test.each([
  ["nobody stands between", "198.51.100.4", undefined, "198.51.100.4"],
  ["a stranger claims to be a proxy", "198.51.100.4", "10.0.0.1, 203.0.113.9", "198.51.100.4"],
  ["a proxy of ours saw him", "10.1.2.3", "203.0.113.9", "203.0.113.9"],
  ["he wrote something himself before", "10.1.2.3", "127.0.0.1, 10.0.0.1, 203.0.113.9", "203.0.113.9"],
  ["two proxies of ours stand in a row", "10.1.2.3", "203.0.113.9, 192.0.2.7", "203.0.113.9"],
  ["the proxy came over IPv6", "::ffff:10.1.2.3", "203.0.113.9", "203.0.113.9"],
  ["all of it is IPv6", "2001:db8:5:1::9", "2001:db8:77::1", "2001:db8:77::1"],
  ["the proxy writes ports too", "10.1.2.3", "[2001:db8:77::1]:4431", "2001:db8:77::1"],
  ["the proxy writes ports of IPv4 too", "10.1.2.3", "203.0.113.9:4431", "203.0.113.9"],
  ["the proxy does not know", "10.1.2.3", "203.0.113.9, unknown", "10.1.2.3"],
  ["the proxy says nothing", "10.1.2.3", undefined, "10.1.2.3"],
  ["somebody of ours asks", "10.1.2.3", "10.9.9.9", "10.9.9.9"],
  ["the connection is gone", undefined, "203.0.113.9", null],
])("who sent a request when %s", (_how, peer, forwarded, client) => {
  expect(clientAddress(peer, forwarded, OURS)).toBe(client);
});

test("without a proxy of ours the header is not read at all", () => {
  expect(clientAddress("127.0.0.1", "203.0.113.9", readTrustedProxies(""))).toBe("127.0.0.1");
});

test.each(["1", "10.0.0.0/33", "10.0.0.0/8/8", "10.0.0.0/", "::1/129", "proxy.example", "10.0.0.0/x"])(
  "%s is no address of a proxy",
  (entry) => {
    expect(() => readTrustedProxies(`127.0.0.1, ${entry}`)).toThrow(`"${entry}" is no address`);
  },
);
