import { useRouter } from "@tanstack/react-router";
import { useEffect, useMemo, useRef } from "react";
import { useTranslations } from "use-intl";
import { type KeyBinding, useKeys } from "./keys.tsx";

/** Keys that work on every screen. */
export function useGlobalKeys(on: { onCommand: () => void; onHelp: () => void }): void {
  const t = useTranslations("shell");
  const router = useRouter();
  const actions = useRef(on);
  useEffect(() => {
    actions.current = on;
  });
  const bindings = useMemo<KeyBinding[]>(
    () => [
      { keys: ["/"], label: t("keySearch"), run: () => actions.current.onCommand() },
      { keys: ["g a"], label: t("keyCustomers"), run: () => router.history.push("/customers") },
      { keys: ["g p"], label: t("keyPayments"), run: () => router.history.push("/payments") },
      { keys: ["g d"], label: t("keyDisputes"), run: () => router.history.push("/disputes") },
      { keys: ["g c"], label: t("keyCash"), run: () => router.history.push("/cash") },
      { keys: ["g t"], label: t("keyTasks"), run: () => router.history.push("/tasks") },
      { keys: ["Escape"], label: t("keyBack"), run: () => router.history.back() },
      { keys: ["?"], label: t("keyHelp"), run: () => actions.current.onHelp() },
    ],
    [t, router],
  );
  useKeys(bindings, true);
}
