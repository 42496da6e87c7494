import { Button, LinkButton } from "@openitem/ui/button";
import { SelectField } from "@openitem/ui/field";
import { Link } from "@openitem/ui/link";
import { Section } from "@openitem/ui/page";
import { Status } from "@openitem/ui/status";
import { useFormats } from "@openitem/ui/use-formats";
import { Form, useLocation } from "react-router";
import { useTranslations } from "use-intl";
import { withAccount } from "../account-address.ts";
import { useMethodName } from "./method-words.tsx";
import type { AutopayPage } from "./view.server.ts";

type Method = AutopayPage["methods"][number];

/** The kept payment methods, those that came to nothing and why, and the way to add one. */
export function MethodList({
  view,
  removing,
  typed,
}: {
  view: AutopayPage;
  removing: string | null;
  typed: Record<string, string> | null;
}) {
  const t = useTranslations("autopay");
  const format = useFormats();
  const { methods, failed, may } = view;
  return (
    <>
      <Section title={t("methods")} id="methods">
        {methods.length === 0 ? (
          <p className="border-t border-rule-2 pt-3 text-md text-ink-2">{t("noMethods")}</p>
        ) : (
          <ul className="border-t border-rule-2">
            {methods.map((method) => (
              <MethodRow
                key={method.id}
                method={method}
                mayRemove={may.method}
                isAsked={removing === method.id}
              />
            ))}
          </ul>
        )}
      </Section>
      {failed.length > 0 && (
        <Section title={t("failedMethods")}>
          <ul className="grid gap-2 border-t border-rule-2 pt-3 text-md text-ink-2">
            {failed.map((method) => (
              <li key={method.id}>
                {t("failedBecause", {
                  moment: format.moment(method.endedAt ?? method.createdAt, { year: false }),
                  reason: method.failure ?? "",
                })}
              </li>
            ))}
          </ul>
        </Section>
      )}
      {may.method && <AddMethod view={view} typed={typed} />}
    </>
  );
}

function MethodRow({ method, mayRemove, isAsked }: { method: Method; mayRemove: boolean; isAsked: boolean }) {
  const t = useTranslations("autopay");
  const format = useFormats();
  const { search } = useLocation();
  const isPending = method.status === "pending";
  const methodName = useMethodName();
  const name = isPending ? t("pendingMethod") : methodName(method);
  const moment = format.moment(method.activeAt ?? method.createdAt, { year: false });
  return (
    <li className="grid gap-1 border-b border-rule py-3 text-md">
      <div className="flex items-baseline justify-between gap-3">
        {isPending ? <Status state="waiting-for-you" label={name} /> : <strong>{name}</strong>}
        {mayRemove && !isAsked && (
          <Link
            href={`/autopay?${new URLSearchParams({ remove: method.id })}#methods`}
            aria-label={t("removeOf", { method: name })}
          >
            {t("remove")}
          </Link>
        )}
      </div>
      <p className="oi-hint">
        {t(isPending ? "pendingHint" : "addedBy", { name: method.addedByName, moment })}
        {method.expiresOn && (
          <>
            {". "}
            {t("expires", { month: format.day(method.expiresOn) })}
          </>
        )}
      </p>
      {mayRemove && isAsked && (
        <Form method="post" action={withAccount("/autopay", search)} className="mt-2 grid gap-2">
          <p className="font-semibold">{t("removeTitle", { method: name })}</p>
          {!isPending && <p className="text-ink-2">{t("removeBody")}</p>}
          <input type="hidden" name="methodId" value={method.id} />
          <div className="flex flex-wrap gap-2">
            <LinkButton size="small" href="/autopay#methods">
              {t("removeNo")}
            </LinkButton>
            <Button size="small" variant="danger" name="intent" value="remove">
              {t("removeYes")}
            </Button>
          </div>
        </Form>
      )}
    </li>
  );
}

function AddMethod({ view, typed }: { view: AutopayPage; typed: Record<string, string> | null }) {
  const t = useTranslations("autopay");
  const { search } = useLocation();
  const options = view.currencies.map(({ currency }) => ({ value: currency, label: currency }));
  if (options.length === 0) return null;
  return (
    <Section title={t("addTitle")}>
      <Form
        method="post"
        action={withAccount("/autopay", search)}
        className="grid gap-3 border-t border-rule-2 pt-3"
      >
        <input type="hidden" name="key" value={view.key} />
        <SelectField
          name="currency"
          id="method-currency"
          label={t("addCurrency")}
          hint={t("addHint")}
          options={options}
          defaultValue={typed?.intent === "add" ? typed.currency : undefined}
        />
        <p className="oi-hint">{view.mandate}</p>
        <div>
          <Button trailingIcon="forward" name="intent" value="add">
            {t("add")}
          </Button>
        </div>
      </Form>
    </Section>
  );
}
