import { useCallback, useState } from "react";
import { useSignedIn } from "./session.ts";

/*
 * What was typed and not sent. It is there again after looking elsewhere, after a refusal, after signing in anew and
 * after the page was loaded again in the same window; it is one person's, and goes when it was sent.
 */

const key = (person: string, place: string) => `openitem.draft ${person} ${place}`;

function stored<T extends object>(name: string, blank: T): T {
  const text = sessionStorage.getItem(name);
  if (text === null) return blank;
  // Fields that came with a newer version of the app have their blank value.
  return { ...blank, ...(JSON.parse(text) as Partial<T>) };
}

/** The draft of a place such as "compose 0192…": what it holds, a way to change some of it, and to be done with it. */
export function useDraft<T extends object>(
  place: string,
  blank: () => T,
): [draft: T, change: (over: Partial<T> | ((before: T) => Partial<T>)) => void, forget: () => void] {
  const name = key(useSignedIn().person.email, place);
  const [draft, setDraft] = useState(() => stored(name, blank()));
  const change = useCallback(
    (over: Partial<T> | ((before: T) => Partial<T>)) =>
      setDraft((before) => {
        const after = { ...before, ...(typeof over === "function" ? over(before) : over) };
        sessionStorage.setItem(name, JSON.stringify(after));
        return after;
      }),
    [name],
  );
  const forget = useCallback(() => {
    sessionStorage.removeItem(name);
    setDraft(blank());
  }, [name, blank]);
  return [draft, change, forget];
}
