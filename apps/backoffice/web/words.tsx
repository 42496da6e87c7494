import type { ReactNode } from "react";
import { IntlProvider } from "use-intl";
import { en } from "./messages/en.ts";

declare module "use-intl" {
  interface AppConfig {
    Messages: typeof en;
  }
}

/** Words, and the formats of the reader's place: his language's signs, his clock. */
export function Words({ children }: { children: ReactNode }) {
  return (
    <IntlProvider locale={localeOf(navigator.languages)} timeZone={clockZone()} messages={en}>
      {children}
    </IntlProvider>
  );
}

/** English is what there is so far; of the reader's own English, its ways of writing numbers are kept. */
const localeOf = (wanted: readonly string[]): string =>
  wanted.find((tag) => tag.toLowerCase().startsWith("en") && isTag(tag)) ?? "en";

/** Browsers without a proper locale name one that is none ("en-US@posix"). */
function isTag(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length > 0;
  } catch {
    return false;
  }
}

const clockZone = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;
