import { expect, test } from "vitest";
import { nextPath } from "./next-path.ts";

test("after sign-in a person comes to the page he asked for", () => {
  expect(nextPath("/invoices?state=overdue&account=7")).toBe("/invoices?state=overdue&account=7");
});

test.each([
  null,
  "",
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/.//evil.example",
  "\\\\evil.example",
  "javascript:alert(1)",
  "invoices",
  "/sign-out",
])("%j leads home, and never to another site", (next) => {
  expect(nextPath(next)).toBe("/");
});
