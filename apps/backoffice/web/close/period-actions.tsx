import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { TextField } from "@openitem/ui/field";
import { useToast } from "@openitem/ui/toast";
import { useFormats } from "@openitem/ui/use-formats";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useMay } from "../session.ts";
import { useSentence } from "../shell/failure.tsx";
import { type CloseView, refreshClose, useMonthName } from "./close-words.ts";

/** What can be done with the month as it stands, and why not. */
export function PeriodActions({ view }: { view: CloseView }) {
  const t = useTranslations("close");
  const { period } = view;
  return (
    <section className="close-foot" aria-label={t("whatNext")}>
      <p className="text-ink-2">{t(`rules.${period.status}`)}</p>
      <div className="close-buttons">
        {period.status === "open" && <Begin view={view} />}
        {period.status === "closing" && <Closing view={view} />}
        {period.status === "closed" && <Reopen view={view} />}
      </div>
    </section>
  );
}

function Begin({ view: { entity, period, isOver } }: { view: CloseView }) {
  const t = useTranslations("close");
  const monthName = useMonthName();
  const toast = useToast();
  const sentence = useSentence();
  const may = useMay("period.prepare");
  const [key, setKey] = useState(() => crypto.randomUUID());
  const begin = useMutation(
    api.close.begin.mutationOptions({
      onSuccess: () => toast({ text: t("begun") }),
      onError: (error) => error.data?.refusal && setKey(crypto.randomUUID()),
      onSettled: refreshClose,
    }),
  );
  const why = !may ? t("hindrances.role") : isOver ? undefined : t("hindrances.not_over");
  return (
    <>
      <Button
        variant="primary"
        disabledReason={why}
        aria-busy={begin.isPending}
        onClick={() => begin.mutate({ key, legalEntityId: entity.id, month: period.month })}
      >
        {t("begin", { month: monthName(period.month) })}
      </Button>
      {begin.isError && (
        <p role="alert" className="text-overdue">
          {sentence(begin.error)}
        </p>
      )}
    </>
  );
}

function Closing({ view: { period, entity, hindrances, checks } }: { view: CloseView }) {
  const t = useTranslations("close");
  const words = useTranslations("shell");
  const format = useFormats();
  const monthName = useMonthName();
  const toast = useToast();
  const sentence = useSentence();
  const mayPrepare = useMay("period.prepare");
  const [asks, setAsks] = useState(false);
  const [keys, setKeys] = useState(newKeys);
  const after = (text: string) => ({
    onSuccess: () => {
      toast({ text });
      setAsks(false);
    },
    onError: () => setKeys(newKeys()),
    onSettled: refreshClose,
  });
  const stop = useMutation(api.close.stop.mutationOptions(after(t("stopped"))));
  const close = useMutation(api.close.close.mutationOptions(after(t("closedToast"))));
  const periodId = period.id ?? "";
  const [hindrance] = hindrances;
  const count = checks.filter(
    ({ state }) => state === (hindrance === "blocked" ? "blocks" : "to_sign"),
  ).length;
  const waiting = checks.filter(({ state }) => state === "to_sign" || state === "needs_note").length;
  return (
    <>
      {mayPrepare && (
        <Button aria-busy={stop.isPending} onClick={() => stop.mutate({ key: keys.stop, periodId })}>
          {t("stop")}
        </Button>
      )}
      <Button
        variant="primary"
        icon="lock"
        disabledReason={
          hindrance && t(`hindrances.${hindrance}`, { count: hindrance === "unsigned" ? waiting : count })
        }
        onClick={() => setAsks(true)}
      >
        {t("close", { month: monthName(period.month) })}
      </Button>
      {stop.isError && (
        <p role="alert" className="text-overdue">
          {sentence(stop.error)}
        </p>
      )}
      {asks && (
        <Dialog
          open
          title={t("closeTitle", { month: monthName(period.month), entity: entity.name })}
          onClose={() => setAsks(false)}
          safe={<Button onClick={() => setAsks(false)}>{words("cancel")}</Button>}
          action={
            <Button
              variant="primary"
              aria-busy={close.isPending}
              onClick={() => close.mutate({ key: keys.close, periodId })}
            >
              {t("close", { month: monthName(period.month) })}
            </Button>
          }
        >
          <div className="grid gap-2">
            <p>{t("closeText", { day: format.day(period.toOn) })}</p>
            {close.isError && (
              <p role="alert" className="text-overdue">
                {sentence(close.error)}
              </p>
            )}
          </div>
        </Dialog>
      )}
    </>
  );
}

const newKeys = () => ({ stop: crypto.randomUUID(), close: crypto.randomUUID() });

const REASON_MIN = 3;

function Reopen({ view: { period, isNewestClosed } }: { view: CloseView }) {
  const t = useTranslations("close");
  const words = useTranslations("shell");
  const monthName = useMonthName();
  const toast = useToast();
  const sentence = useSentence();
  const may = useMay("period.reopen");
  const [asks, setAsks] = useState(false);
  const [reason, setReason] = useState("");
  const [key, setKey] = useState(() => crypto.randomUUID());
  const reopen = useMutation(
    api.close.reopen.mutationOptions({
      onSuccess: () => {
        toast({ text: t("reopened") });
        setAsks(false);
      },
      onError: (error) => error.data?.refusal && setKey(crypto.randomUUID()),
      onSettled: refreshClose,
    }),
  );
  const [isShort, setShort] = useState(false);
  const send = () => {
    setShort(reason.trim().length < REASON_MIN);
    if (reason.trim().length >= REASON_MIN)
      reopen.mutate({ key, periodId: period.id ?? "", reason: reason.trim() });
  };
  const why = !may ? t("hindrances.role") : isNewestClosed ? undefined : t("notNewest");
  return (
    <>
      <Button disabledReason={why} onClick={() => setAsks(true)}>
        {t("reopen", { month: monthName(period.month) })}
      </Button>
      {asks && (
        <Dialog
          open
          title={t("reopenTitle", { month: monthName(period.month) })}
          onClose={() => setAsks(false)}
          safe={<Button onClick={() => setAsks(false)}>{words("cancel")}</Button>}
          action={
            <Button variant="danger" aria-busy={reopen.isPending} onClick={send}>
              {t("reopen", { month: monthName(period.month) })}
            </Button>
          }
        >
          <form
            className="grid gap-3"
            noValidate
            onSubmit={(event) => {
              event.preventDefault();
              send();
            }}
          >
            <p>{t("reopenText")}</p>
            <TextField
              name="reopen-reason"
              label={t("reason")}
              hint={t("reasonHint")}
              maxLength={500}
              value={reason}
              error={isShort ? t("reasonShort") : undefined}
              onChange={(event) => setReason(event.target.value)}
            />
            {reopen.isError && (
              <p role="alert" className="text-overdue">
                {sentence(reopen.error)}
              </p>
            )}
          </form>
        </Dialog>
      )}
    </>
  );
}
