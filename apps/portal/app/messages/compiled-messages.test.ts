import compile from "icu-minify/compile";
import { createTranslator } from "use-intl/core";
import formatCompiled from "use-intl/format-message/format-only";
import { expect, test } from "vitest";
import { compiledAll } from "../../compiled-messages.ts";
import { en } from "./en.ts";

type Messages = { [key: string]: string | Messages };

function* flat(messages: Messages, path: string[] = []): Generator<[key: string, message: string]> {
  for (const [key, inner] of Object.entries(messages))
    if (typeof inner === "string") yield [[...path, key].join("."), inner];
    else yield* flat(inner, [...path, key]);
}

/** Every argument of every message, so that any of them can be said. */
const valuesFor = (message: string, count: number) =>
  Object.fromEntries(
    [...message.matchAll(/\{(\w+)([^{}]*)/g)].map(([, name = "", rest = ""]) => [
      name,
      /plural|number/.test(rest) ? count : `“${name}” & <b>`,
    ]),
  );

test("every sentence that is parsed when the portal is built reads as it was written", () => {
  const formatters = {
    getNumberFormat: (locale: string) => new Intl.NumberFormat(locale),
    getPluralRules: (locale: string) => new Intl.PluralRules(locale),
  };
  const words = createTranslator<Messages>({ locale: "en", messages: en });
  let compared = 0;
  for (const [key, message] of flat(en))
    for (const count of [0, 1, 2, 12_345]) {
      const values = valuesFor(message, count);
      const options = { locale: "en", formatters } as unknown as Parameters<typeof formatCompiled>[3];
      const said = formatCompiled(key, compile(message), values, options);
      expect([key, said]).toEqual([key, words(key as never, values as never)]);
      compared += 1;
    }
  expect(compared).toBeGreaterThan(400);
});

test("a catalogue keeps its shape", () => {
  expect(compiledAll({ plain: "Paid", more: { one: "PO {number}" } })).toEqual({
    plain: "Paid",
    more: { one: ["PO ", ["number"]] },
  });
});
