import { expect, test } from "vitest";
import { keepTrail, neighboursOf } from "./trail.ts";

test("a record opened from a list has neighbours, its ends have one, and one from elsewhere has none", () => {
  keepTrail(["/items/a", "/items/b", "/items/c"], "/items/b");
  expect(neighboursOf("/items/b")).toEqual({ previous: "/items/a", next: "/items/c" });
  expect(neighboursOf("/items/a")).toEqual({ previous: null, next: "/items/b" });
  expect(neighboursOf("/items/c")).toEqual({ previous: "/items/b", next: null });
  expect(neighboursOf("/items/z")).toBeNull();
  expect(neighboursOf("/books")).toBeNull();
});

test("a customer with two currencies is met once, and its view stays open from one to the next", () => {
  keepTrail(["/customers/a", "/customers/a", "/customers/b"], "/customers/a");
  expect(neighboursOf("/customers/a/statement")).toEqual({ previous: null, next: "/customers/b/statement" });
  expect(neighboursOf("/customers/b")).toEqual({ previous: "/customers/a", next: null });
});

test("documents opened from a customer do not end the way through the customers", () => {
  keepTrail(["/customers/a", "/customers/b"], "/customers/a");
  keepTrail(["/items/x", "/items/y"], "/items/x");
  expect(neighboursOf("/customers/a")?.next).toBe("/customers/b");
});

test("a link in a row that leads elsewhere leaves the trail as it was", () => {
  keepTrail(["/payments/a", "/payments/b"], "/payments/a");
  keepTrail(["/payments/x", "/payments/y"], "/customers/a");
  expect(neighboursOf("/payments/a")?.next).toBe("/payments/b");
});

test("a list of one record gives no keys", () => {
  keepTrail(["/payments/only"], "/payments/only");
  expect(neighboursOf("/payments/only")).toBeNull();
});
