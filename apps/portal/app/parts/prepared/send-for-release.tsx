import { Button } from "@openitem/ui/button";
import { TextField } from "@openitem/ui/field";
import type { ReactNode } from "react";
import { useLocale, useTranslations } from "use-intl";

const NAMES_SHOWN = 2;

/** In place of the button that pays, where the account wants a second person: sends it to those who may release it. */
export function SendForRelease({
  names,
  note,
  blocked,
  isBusy,
}: {
  names: readonly string[];
  note: string;
  blocked: ReactNode | undefined;
  isBusy: boolean;
}) {
  const t = useTranslations("prepared");
  const locale = useLocale();
  const listed =
    names.length > NAMES_SHOWN
      ? t("namesMore", {
          first: names.slice(0, NAMES_SHOWN).join(", "),
          more: names.length - NAMES_SHOWN,
        })
      : new Intl.ListFormat(locale, { type: "disjunction" }).format(names);
  return (
    <div className="grid gap-3">
      <TextField name="releaseNote" label={t("sendNote")} optional maxLength={500} defaultValue={note} />
      <Button
        variant="primary"
        wide
        name="intent"
        value="prepare"
        aria-busy={isBusy || undefined}
        disabledReason={blocked}
      >
        {names.length > 0 ? t("send", { names: listed }) : t("sendNobody")}
      </Button>
      <p className="oi-hint">{t(names.length > 0 ? "sendHint" : "sendNobodyHint")}</p>
    </div>
  );
}
