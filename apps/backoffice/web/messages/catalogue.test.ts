import { createTranslator, IntlErrorCode } from "use-intl";
import { expect, test } from "vitest";
import { markOf } from "../activity/activity-sentence.ts";
import { en } from "./en.ts";

type Catalogue = { [key: string]: string | Catalogue };

function* keysOf(catalogue: Catalogue, path = ""): Generator<string> {
  for (const [key, value] of Object.entries(catalogue)) {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === "string") yield here;
    else yield* keysOf(value, here);
  }
}

test("every message can be read", () => {
  const unreadable: string[] = [];
  const t = createTranslator({
    locale: "en",
    messages: en,
    // No values are given, so that a message misses its own is no fault.
    onError: ({ code, message }) =>
      void (code !== IntlErrorCode.FORMATTING_ERROR && unreadable.push(message)),
  });
  const keys = [...keysOf(en)];
  expect(keys.length).toBeGreaterThan(300);
  for (const key of keys) t(key as Parameters<typeof t>[0]);
  expect(unreadable).toEqual([]);
});

test("an action that nobody has drawn a mark for still has one", () => {
  expect(markOf("payment.settled")).toEqual({ state: "settled" });
  expect(markOf("contact.forgotten")).toEqual({ icon: "person" });
  expect(markOf("something.new")).toEqual({ icon: "list" });
});
