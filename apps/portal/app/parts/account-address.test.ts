import { expect, test } from "vitest";
import { withAccount } from "./account-address.ts";

test("a link keeps the account of the page it stands on", () => {
  expect(withAccount("/invoices?state=paid#lines", "?account=7&cursor=x")).toBe(
    "/invoices?state=paid&account=7#lines",
  );
});

test("a link that names an account leads there", () => {
  expect(withAccount("/?account=8", "?account=7")).toBe("/?account=8");
});

test("without an account in the address links have none either", () => {
  expect(withAccount("/invoices", "?state=paid")).toBe("/invoices");
});
