import { useRouter } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { type KeyBinding, useKeys } from "../shell/keys.tsx";

/** Where the keyboard is in a list: j and k move, ↵ opens. */
export function useListKeys(
  count: number,
  show: (index: number) => void,
  hrefOf: ((index: number) => string | undefined) | undefined,
  onOpen: (href: string) => void,
): { index: number | null; set: (index: number) => void } {
  const t = useTranslations("shell");
  const router = useRouter();
  const [index, setIndex] = useState<number | null>(null);
  // The bindings stay the same over renders and read what is current when a key comes.
  const now = useRef({ count, show, hrefOf, onOpen, index });
  useEffect(() => {
    now.current = { count, show, hrefOf, onOpen, index };
  });
  const opens = hrefOf !== undefined;
  const bindings = useMemo<KeyBinding[]>(
    () => [
      {
        keys: ["j", "k"],
        label: t("keyMove"),
        run(key) {
          const { count, show, index } = now.current;
          if (count === 0) return;
          const step = key === "j" ? 1 : -1;
          const next = index === null ? 0 : Math.min(count - 1, Math.max(0, index + step));
          setIndex(next);
          show(next);
        },
      },
      ...(opens
        ? [
            {
              keys: ["Enter"],
              label: t("keyOpen"),
              run() {
                const { index, hrefOf, onOpen } = now.current;
                const href = index === null ? undefined : hrefOf?.(index);
                if (!href) return;
                onOpen(href);
                router.history.push(href);
              },
            },
          ]
        : []),
    ],
    [t, router, opens],
  );
  useKeys(bindings);
  return { index: index !== null && index < count ? index : null, set: setIndex };
}
