import { Button, LinkButton } from "@openitem/ui/button";
import { EmptyState } from "@openitem/ui/empty-state";
import type { ErrorComponentProps } from "@tanstack/react-router";
import { useTranslations } from "use-intl";

/** An address that leads nowhere. */
export function NotFound() {
  const t = useTranslations("shell");
  return (
    <div className="p-4">
      <EmptyState
        title={<h1 className="text-lg">{t("notFoundTitle")}</h1>}
        actions={<LinkButton href="/customers">{t("toCustomers")}</LinkButton>}
      >
        {t("notFoundText")}
      </EmptyState>
    </div>
  );
}

/** A screen that threw: a bug of ours. The browser's console has it. */
export function Crashed({ error }: ErrorComponentProps) {
  const t = useTranslations("shell");
  return (
    <div className="p-4" role="alert">
      <EmptyState
        title={<h1 className="text-lg">{t("crashedTitle")}</h1>}
        actions={<Button onClick={() => window.location.reload()}>{t("reload")}</Button>}
      >
        {t("crashedText")} <span className="oi-unit">{error instanceof Error ? error.message : null}</span>
      </EmptyState>
    </div>
  );
}
