import { PAUSED_BY_US } from "@openitem/domain/autopay/autopay";
import { LinkButton } from "@openitem/ui/button";
import { DefinitionList } from "@openitem/ui/definition-list";
import { Section } from "@openitem/ui/page";
import { Status, type StatusProps } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { useTranslations } from "use-intl";
import type { NotDone } from "./answer.server.ts";
import { OffForm, OnForm, PauseForm } from "./autopay-forms.tsx";
import { useMethodName } from "./method-words.tsx";
import type { AutopayPage } from "./view.server.ts";

export type OfCurrency = AutopayPage["currencies"][number];
type Settings = NonNullable<OfCurrency["autopay"]>;

/** Autopay in one currency: how it stands, and the form in which it is changed. */
export function AutopaySection({
  view,
  of,
  open,
  notDone,
}: {
  view: AutopayPage;
  of: OfCurrency;
  open: "edit" | "pause" | "off" | null;
  notDone: NotDone | null;
}) {
  const t = useTranslations("autopay");
  const { currency, autopay, methods } = of;
  const isOff = !autopay || autopay.status === "off";
  const refused =
    notDone && { on: "edit" as const, pause: "pause" as const, off: "off" as const }[notDone.intent];
  const how = refused ?? open;
  const link = (param: "edit" | "pause" | "off") => `/autopay?${new URLSearchParams({ [param]: currency })}`;
  return (
    <Section
      title={t("head", { currency })}
      action={<Status {...useStatus(autopay)} />}
      ruled
      id={`autopay-${currency}`}
    >
      {isOff ? (
        <p className="text-md text-ink-2">{t("offBody")}</p>
      ) : (
        <AutopayTerms autopay={autopay} known={view.known} />
      )}
      {!view.may.change && <p className="oi-hint mt-3">{t("forbidden")}</p>}
      {view.may.change && how === "edit" && methods.length > 0 && (
        <OnForm view={view} of={of} notDone={notDone} />
      )}
      {view.may.change && how === "pause" && !isOff && <PauseForm view={view} of={of} notDone={notDone} />}
      {view.may.change && how === "off" && !isOff && <OffForm view={view} of={of} />}
      {view.may.change && methods.length === 0 && (
        <p className="oi-hint mt-3">{t("needsMethod", { currency })}</p>
      )}
      {view.may.change && how === null && (
        <div className="mt-4 flex flex-wrap gap-2.5">
          {methods.length > 0 && (
            <LinkButton href={link("edit")}>
              {t(isOff ? "turnOn" : autopay.status === "paused" ? "goOn" : "edit")}
            </LinkButton>
          )}
          {!isOff && autopay.status === "on" && <LinkButton href={link("pause")}>{t("pause")}</LinkButton>}
          {!isOff && (
            <LinkButton variant="text" href={link("off")}>
              {t("turnOff")}
            </LinkButton>
          )}
        </div>
      )}
    </Section>
  );
}

function useStatus(autopay: Settings | null): StatusProps {
  const t = useTranslations("autopay");
  const format = useFormats();
  if (!autopay || autopay.status === "off") return { state: "cancelled", label: t("off") };
  if (autopay.status === "on") return { state: "kept", label: t("on") };
  return {
    state: "held",
    label: autopay.pausedUntilOn
      ? t("pausedUntil", { day: format.day(autopay.pausedUntilOn, { weekday: true, year: false }) })
      : t("paused"),
  };
}

/** When, up to how much, from where, and by whose consent. */
function AutopayTerms({ autopay, known }: { autopay: Settings; known: AutopayPage["known"] }) {
  const t = useTranslations("autopay");
  const format = useFormats();
  const methodName = useMethodName();
  const { currency, daysBefore, capMinor, methodId, consentByName: name, consentAt, pauseReason } = autopay;
  const method = known.find(({ id }) => id === methodId);
  const byUs = Object.values(PAUSED_BY_US).find((reason) => reason === pauseReason);
  return (
    <>
      {pauseReason && (
        <p className="mb-3 text-md">
          {t("pausedBecause", { reason: byUs ? t(`pausedReasons.${byUs}`) : pauseReason })}
        </p>
      )}
      <DefinitionList
        items={[
          { term: t("when"), value: t("daysBefore", { days: daysBefore }) },
          {
            term: t("limit"),
            value: capMinor === null ? t("noLimit") : `${format.amount(capMinor, currency)} ${currency}`,
          },
          ...(method
            ? [
                {
                  term: t("from"),
                  value: t(method.status === "active" ? "fromMethod" : "fromRemoved", {
                    method: methodName(method),
                  }),
                },
              ]
            : []),
          { term: t("agreed"), value: t("agreedBy", { name, moment: format.moment(consentAt) }) },
        ]}
      />
    </>
  );
}
