import { RadioList } from "@openitem/ui/choice";
import { useTranslations } from "use-intl";
import { useMethodName } from "../autopay/method-words.tsx";
import type { MethodName } from "./view.ts";

/** Whether the amounts are debited on their days, from which method, and what is agreed to by that. */
export function DebitChoice({
  debit: { methods, noticeDays, text },
  chosen,
  legend,
}: {
  debit: { methods: MethodName[]; noticeDays: number; text: string };
  chosen: string;
  legend: string;
}) {
  const t = useTranslations("promiseForm");
  const methodName = useMethodName();
  return (
    <div className="mt-5">
      <RadioList
        name="method"
        legend={legend}
        defaultValue={methods.some(({ id }) => id === chosen) ? chosen : ""}
        choices={[
          { value: "", label: t("debitNone") },
          ...methods.map((method) => ({
            value: method.id,
            label: t("debit", { method: methodName(method) }),
            hint: t("debitHint", { days: noticeDays, consent: text }),
          })),
        ]}
      />
    </div>
  );
}
