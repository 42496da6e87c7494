import compile from "icu-minify/compile";
import type { Plugin } from "vite";

type Messages = { [key: string]: string | Messages };
type Compiled = { [key: string]: ReturnType<typeof compile> | Compiled };

const CATALOGUES = /\/(messages\/en\/[\w-]+\.ts|ui\/src\/messages-en\.tsx)$/;

/**
 * Parses the messages when the portal is built. Neither the server, for each page anew, nor the browser has to do it
 * then, and the parser is not sent along.
 */
export const compiledMessages = (): Plugin => ({
  name: "compiled-messages",
  enforce: "post",
  config: () => ({
    resolve: { alias: { "use-intl/format-message": "use-intl/format-message/format-only" } },
    environments: { ssr: { resolve: { noExternal: ["use-intl"] } } },
  }),
  async transform(code, id) {
    if (!CATALOGUES.test(id)) return null;
    // A catalogue imports nothing, so it can be looked at by itself.
    const catalogue = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as Messages;
    const lines = Object.entries(catalogue).map(
      ([name, messages]) => `export const ${name} = ${JSON.stringify(compiledAll(messages))};`,
    );
    return { code: lines.join("\n"), map: null };
  },
});

/** A catalogue with each message parsed. */
export const compiledAll = (messages: string | Messages): ReturnType<typeof compile> | Compiled =>
  typeof messages === "string"
    ? compile(messages)
    : Object.fromEntries(Object.entries(messages).map(([key, inner]) => [key, compiledAll(inner)]));
