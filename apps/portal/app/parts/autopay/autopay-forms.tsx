import { Button, LinkButton } from "@openitem/ui/button";
import { CheckboxField } from "@openitem/ui/choice";
import { AmountField, DateField, SelectField, TextField } from "@openitem/ui/field";
import { useFormats } from "@openitem/ui/use-formats";
import type { ReactNode } from "react";
import { Form, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { withAccount } from "../account-address.ts";
import type { NotDone } from "./answer.server.ts";
import type { OfCurrency } from "./autopay-section.tsx";
import { useFaultsAt } from "./fault-words.tsx";
import { useMethodName } from "./method-words.tsx";
import type { AutopayPage } from "./view.server.ts";

type Asked = { view: AutopayPage; of: OfCurrency };

/** Ids of fields, of which each currency has its own. */
export const autopayFieldId = (currency: string, field: string): string => `autopay-${currency}-${field}`;

function AutopayForm({ view, of, children }: Asked & { children: ReactNode }) {
  const { search } = useLocation();
  const { currency, autopay } = of;
  return (
    <Form
      method="post"
      action={withAccount("/autopay", search)}
      noValidate
      className="mt-5 grid max-w-xl gap-5 rounded-2 border border-rule-2 p-4"
    >
      <input type="hidden" name="key" value={view.key} />
      <input type="hidden" name="currency" value={currency} />
      <input type="hidden" name="seenAt" value={autopay?.changedAt.toISOString() ?? ""} />
      {children}
    </Form>
  );
}

/** When, up to how much and from where, and the words that are agreed to by it. */
export function OnForm({ view, of, notDone }: Asked & { notDone: NotDone | null }) {
  const t = useTranslations("autopay");
  const tFields = useTranslations("autopay.fields");
  const format = useFormats();
  const methodName = useMethodName();
  const { currency, autopay, methods } = of;
  const typed = notDone?.intent === "on" ? notDone.typed : null;
  const { at } = useFaultsAt(typed ? notDone?.faults : [], currency);
  const id = (field: string) => autopayFieldId(currency, field);
  const cap = autopay?.capMinor ? format.amount(autopay.capMinor, currency) : "";
  const known =
    methods.find((method) => method.id === autopay?.methodId) ?? (methods.length === 1 ? methods[0] : null);
  return (
    <AutopayForm view={view} of={of}>
      <SelectField
        name="methodId"
        id={id("methodId")}
        label={tFields("method")}
        error={at("methodId")}
        defaultValue={typed?.methodId ?? known?.id ?? ""}
        options={[
          { value: "", label: tFields("chooseMethod") },
          ...methods.map((method) => ({ value: method.id, label: methodName(method) })),
        ]}
      />
      <TextField
        name="days"
        id={id("days")}
        label={tFields("days")}
        hint={tFields("daysHint", { notice: view.noticeDays })}
        inputMode="numeric"
        autoComplete="off"
        error={at("days")}
        defaultValue={typed?.days ?? String(autopay?.daysBefore ?? 0)}
      />
      <AmountField
        name="cap"
        id={id("cap")}
        label={tFields("cap")}
        hint={tFields("capHint")}
        optional
        currency={currency}
        error={at("cap")}
        defaultValue={typed?.cap ?? cap}
      />
      <CheckboxField
        name="agree"
        id={id("agree")}
        value={view.words.autopay.version}
        label={tFields("agree")}
        hint={view.words.autopay.text}
        error={at("agree")}
        defaultChecked={Boolean(typed?.agree)}
      />
      <div className="flex flex-wrap gap-2.5">
        <Button variant="primary" name="intent" value="on">
          {t(autopay && autopay.status !== "off" ? "save" : "turnOn")}
        </Button>
        <LinkButton variant="text" href="/autopay">
          {t("back")}
        </LinkButton>
      </div>
    </AutopayForm>
  );
}

/** Why and until when nothing is charged. */
export function PauseForm({ view, of, notDone }: Asked & { notDone: NotDone | null }) {
  const t = useTranslations("autopay");
  const { currency } = of;
  const typed = notDone?.intent === "pause" ? notDone.typed : null;
  const { at } = useFaultsAt(typed ? notDone?.faults : [], currency);
  const id = (field: string) => autopayFieldId(currency, field);
  return (
    <AutopayForm view={view} of={of}>
      <div>
        <h3 className="text-lg">{t("pauseTitle", { currency })}</h3>
        <p className="mt-1 text-md">{t("pauseBody")}</p>
      </div>
      <TextField
        name="reason"
        id={id("reason")}
        label={t("pauseReason")}
        maxLength={200}
        error={at("reason")}
        defaultValue={typed?.reason}
      />
      <DateField
        name="untilOn"
        id={id("untilOn")}
        label={t("pauseUntil")}
        hint={t("pauseUntilHint")}
        optional
        error={at("untilOn")}
        defaultValue={typed?.untilOn}
      />
      <div className="flex flex-wrap gap-2.5">
        <Button variant="primary" name="intent" value="pause">
          {t("pause")}
        </Button>
        <LinkButton variant="text" href="/autopay">
          {t("back")}
        </LinkButton>
      </div>
    </AutopayForm>
  );
}

/** Asked in its place; the safe answer comes first. */
export function OffForm({ view, of }: Asked) {
  const t = useTranslations("autopay");
  return (
    <AutopayForm view={view} of={of}>
      <div>
        <h3 className="text-lg">{t("offTitle", { currency: of.currency })}</h3>
        <p className="mt-1 text-md">{t("offQuestion")}</p>
      </div>
      <div className="flex flex-wrap gap-2.5">
        <LinkButton href="/autopay">{t("offNo")}</LinkButton>
        <Button variant="danger" name="intent" value="off">
          {t("offYes")}
        </Button>
      </div>
    </AutopayForm>
  );
}
