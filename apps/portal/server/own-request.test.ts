import { expect, test } from "vitest";
import { isOwnRequest } from "./own-request.ts";

const OWN = "https://portal.example";
const post = (headers: Record<string, string>, method = "POST") =>
  new Request(`${OWN}/pay`, { method, headers });

test("a page may be looked at from anywhere", () => {
  expect(
    isOwnRequest(post({ "sec-fetch-site": "cross-site", origin: "https://evil.example" }, "GET"), OWN),
  ).toBe(true);
});

test.each([
  ["our own form", { "sec-fetch-site": "same-origin", origin: OWN }, true],
  ["an address typed by the person himself", { "sec-fetch-site": "none" }, true],
  ["a browser that says only the origin", { origin: OWN }, true],
  ["another site", { "sec-fetch-site": "cross-site", origin: "https://evil.example" }, false],
  ["a sister site", { "sec-fetch-site": "same-site", origin: "https://shop.example" }, false],
  ["another site that claims our origin", { "sec-fetch-site": "cross-site", origin: OWN }, false],
  ["another origin without more", { origin: "https://evil.example" }, false],
  ["a sandboxed frame", { origin: "null" }, false],
  ["a caller that says neither", {}, false],
])("%s: an order to change something is taken or refused", (_, headers, expected) => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE"])
    expect(isOwnRequest(post(headers, method), OWN)).toBe(expected);
});
