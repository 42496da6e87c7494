import { useRouter, useRouterState } from "@tanstack/react-router";
import { useMemo } from "react";
import { useTranslations } from "use-intl";
import { type KeyBinding, useKeys } from "../shell/keys.tsx";
import { neighboursOf } from "./trail.ts";

/** [ and ] lead to the record before and after this one in the list it was opened from; back leads to the list still. */
export function useRecordKeys(): void {
  const t = useTranslations("shell");
  const router = useRouter();
  const path = useRouterState({ select: (state) => state.location.pathname.replace(/\/$/, "") });
  const bindings = useMemo<KeyBinding[]>(() => {
    const neighbours = neighboursOf(path);
    if (!neighbours) return [];
    return [
      {
        keys: ["[", "]"],
        label: t("keyRecords"),
        run(key) {
          const href = key === "[" ? neighbours.previous : neighbours.next;
          if (href) router.history.replace(href);
        },
      },
    ];
  }, [t, router, path]);
  useKeys(bindings);
}
