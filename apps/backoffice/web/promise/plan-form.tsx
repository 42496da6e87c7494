import { Button } from "@openitem/ui/button";
import { AmountField, DateField, TextArea } from "@openitem/ui/field";
import { formatAmount, parseAmount } from "@openitem/ui/formats";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useDraft } from "../drafts.ts";
import { useSentence } from "../shell/failure.tsx";
import type { PromiseDetail } from "./promise-page.tsx";
import { refreshPromises } from "./refresh.ts";

type TypedDate = { day: string; amount: string };
type Typed = { dates: TypedDate[]; note: string; id: string };

/** What of the promise's documents can be promised anew: open, not disputed and not on its way. */
export const plannable = ({ documents }: PromiseDetail) =>
  documents.flatMap(({ itemId, amountMinor, openMinor, inFlightMinor, disputedMinor }) => {
    const freeMinor = openMinor - inFlightMinor - disputedMinor;
    const minor = freeMinor < amountMinor ? freeMinor : amountMinor;
    return minor > 0n ? [{ itemId, amountMinor: minor }] : [];
  });

/** Dates and amounts that we propose for the documents of a promise: in its place, or anew when it is over. */
export function PlanForm({ detail, isCounter }: { detail: PromiseDetail; isCounter: boolean }) {
  const t = useTranslations("promise");
  const format = useFormats();
  const toast = useToast();
  const router = useRouter();
  const sentence = useSentence();
  const { promise, instalments } = detail;
  const { id, customerId, currency, number } = promise;
  const documents = plannable(detail);
  const targetMinor = documents.reduce((sum, each) => sum + each.amountMinor, 0n);
  const written = (minor: bigint) => formatAmount(minor, currency, format.locale);
  const [typed, change, forget] = useDraft<Typed>(`plan ${id}`, () => ({
    dates: isCounter
      ? instalments.map(({ dueOn, amountMinor }) => ({ day: dueOn, amount: written(amountMinor) }))
      : [{ day: "", amount: written(targetMinor) }],
    note: "",
    id: crypto.randomUUID(),
  }));
  const [tried, setTried] = useState(false);
  const read = typed.dates.map(({ day, amount }) => ({
    day,
    parsed: parseAmount(amount, currency, format.locale),
  }));
  const sumMinor = read.reduce((sum, { parsed }) => (parsed.ok ? sum + parsed.minor : sum), 0n);
  const isWhole = read.every(({ day, parsed }) => day !== "" && parsed.ok) && sumMinor === targetMinor;
  const outcome = {
    onSuccess: ({ promiseId, number: made }: { promiseId: string; number: string }) => {
      toast({ text: t("sent", { number: made }) });
      forget();
      router.history.push(`/promises/${promiseId}`);
    },
    onError: () => change({ id: crypto.randomUUID() }),
    onSettled: refreshPromises,
  };
  const counter = useMutation(api.promises.counter.mutationOptions(outcome));
  const propose = useMutation(api.promises.propose.mutationOptions(outcome));
  const failed = counter.error ?? propose.error;
  const setDate = (index: number, over: Partial<TypedDate>) =>
    change(({ dates }) => ({ dates: dates.map((date, at) => (at === index ? { ...date, ...over } : date)) }));
  const evenly = () => {
    const count = BigInt(typed.dates.length);
    const each = targetMinor / count;
    change(({ dates }) => ({
      dates: dates.map((date, at) => ({
        ...date,
        amount: written(at < dates.length - 1 ? each : targetMinor - each * (count - 1n)),
      })),
    }));
  };
  const send = () => {
    setTried(true);
    if (!isWhole) return;
    const terms = {
      promiseId: typed.id,
      currency,
      documents,
      instalments: read.flatMap(({ day, parsed }) =>
        parsed.ok ? [{ dueOn: day, amountMinor: parsed.minor }] : [],
      ),
      note: typed.note.trim() || null,
    };
    if (isCounter) counter.mutate({ ...terms, countersId: id });
    else propose.mutate({ ...terms, customerId });
  };
  const target = `${written(targetMinor)} ${currency}`;
  return (
    <div className="grid gap-3">
      <p className="text-ink-2">
        {isCounter ? t("counterText", { number, amount: target }) : t("proposeText", { amount: target })}
      </p>
      {typed.dates.map((date, index) => {
        const no = index + 1;
        const parsed = read[index]?.parsed;
        return (
          <div key={no} className="grid grid-cols-2 gap-2">
            <DateField
              name={`plan-day-${no}`}
              label={t("dateNo", { no })}
              value={date.day}
              error={tried && date.day === "" ? t("dayMissing") : undefined}
              onChange={({ target: { value } }) => setDate(index, { day: value })}
            />
            <AmountField
              name={`plan-amount-${no}`}
              label={t("amountNo", { no })}
              currency={currency}
              value={date.amount}
              error={tried && parsed && !parsed.ok ? format.amountFault(parsed.reason, currency) : undefined}
              onChange={({ target: { value } }) => setDate(index, { amount: value })}
            />
          </div>
        );
      })}
      <div className="flex flex-wrap gap-2">
        <Button
          size="small"
          onClick={() => change(({ dates }) => ({ dates: [...dates, { day: "", amount: "" }] }))}
        >
          {t("addDate")}
        </Button>
        {typed.dates.length > 1 && (
          <>
            <Button size="small" onClick={evenly}>
              {t("even")}
            </Button>
            <Button size="small" onClick={() => change(({ dates }) => ({ dates: dates.slice(0, -1) }))}>
              {t("dropDate")}
            </Button>
          </>
        )}
      </div>
      {tried && sumMinor !== targetMinor && (
        <p role="alert" className="text-overdue">
          {t("unequal", { sum: written(sumMinor), amount: target })}
        </p>
      )}
      <TextArea
        name="plan-note"
        label={t("yourNote")}
        rows={2}
        maxLength={1_000}
        optional
        value={typed.note}
        onChange={({ target: { value } }) => change({ note: value })}
      />
      {failed && (
        <p role="alert" className="text-overdue">
          {sentence(failed)}
        </p>
      )}
      <div>
        <Button variant="primary" aria-busy={counter.isPending || propose.isPending} onClick={send}>
          {t("send")}
        </Button>
      </div>
    </div>
  );
}
