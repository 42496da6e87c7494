import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { TextArea, TextField } from "@openitem/ui/field";
import { PaneSection } from "@openitem/ui/office-shell";
import { useToast } from "@openitem/ui/toast";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useDraft } from "../drafts.ts";
import { useMay } from "../session.ts";
import { useSentence } from "../shell/failure.tsx";
import { PlanForm, plannable } from "./plan-form.tsx";
import type { PromiseDetail } from "./promise-page.tsx";
import { refreshPromises } from "./refresh.ts";

/** What can be done with a promise: answer a request, take our own plan back, propose a plan when it is over. */
export function PromiseAct({ detail }: { detail: PromiseDetail }) {
  const t = useTranslations("promise");
  const mayAnswer = useMay("promise.answer");
  const [open, setOpen] = useState<"none" | "plan" | "cancel">("none");
  const { promise, options } = detail;
  const isOpen = promise.status === "proposed" || promise.status === "active";
  const why = options.canAnswer
    ? t("actAsked")
    : promise.status === "proposed"
      ? t(promise.proposedSide === "biller" ? "actProposed" : "actRole")
      : t(isOpen ? "actStands" : "actOver");
  const canPropose = mayAnswer && !isOpen && plannable(detail).length > 0;
  return (
    <PaneSection title={t("act")}>
      <div className="grid gap-3">
        <p className="text-ink-2">{why}</p>
        {options.canAnswer && <Answer detail={detail} />}
        {(options.canAnswer || canPropose) && open !== "plan" && (
          <div>
            <Button onClick={() => setOpen("plan")}>{t(options.canAnswer ? "counter" : "propose")}</Button>
          </div>
        )}
        {open === "plan" && <PlanForm detail={detail} isCounter={options.canAnswer} />}
        {options.canCancel && !options.canAnswer && (
          <div>
            <Button onClick={() => setOpen("cancel")}>
              {t(promise.status === "proposed" ? "cancel" : "giveUp")}
            </Button>
          </div>
        )}
      </div>
      {open === "cancel" && <CancelDialog detail={detail} onClose={() => setOpen("none")} />}
    </PaneSection>
  );
}

/** Accepts or declines what the customer asks for; a no has its reason. */
function Answer({ detail: { promise } }: { detail: PromiseDetail }) {
  const t = useTranslations("promise");
  const toast = useToast();
  const sentence = useSentence();
  const { id: promiseId, number } = promise;
  const [draft, change, forget] = useDraft(`answer ${promiseId}`, () => ({
    note: "",
    key: crypto.randomUUID(),
  }));
  const [fault, setFault] = useState(false);
  const answer = useMutation(
    api.promises.answer.mutationOptions({
      onSuccess: ({ status }) => {
        toast({ text: t(status === "active" ? "accepted" : "declined", { number }) });
        forget();
      },
      onError: () => change({ key: crypto.randomUUID() }),
      onSettled: refreshPromises,
    }),
  );
  const note = draft.note.trim();
  const decline = () => {
    setFault(note.length < 3);
    if (note.length >= 3) answer.mutate({ answer: "decline", key: draft.key, promiseId, note });
  };
  return (
    <div className="grid gap-2.5">
      <TextArea
        name="promise-note"
        label={t("yourNote")}
        hint={t("yourNoteHint")}
        rows={3}
        maxLength={1_000}
        optional
        value={draft.note}
        error={fault ? t("noteMissing") : undefined}
        onChange={({ target }) => change({ note: target.value })}
      />
      {answer.isError && (
        <p role="alert" className="text-overdue">
          {sentence(answer.error)}
        </p>
      )}
      <div className="flex flex-wrap gap-2">
        <Button
          variant="primary"
          aria-busy={answer.isPending}
          onClick={() => answer.mutate({ answer: "accept", key: draft.key, promiseId, note: note || null })}
        >
          {t("accept")}
        </Button>
        <Button aria-busy={answer.isPending} onClick={decline}>
          {t("decline")}
        </Button>
      </div>
    </div>
  );
}

function CancelDialog({ detail: { promise }, onClose }: { detail: PromiseDetail; onClose: () => void }) {
  const t = useTranslations("promise");
  const toast = useToast();
  const sentence = useSentence();
  const { id: promiseId, number, status } = promise;
  const [key, setKey] = useState(() => crypto.randomUUID());
  const [note, setNote] = useState("");
  const [fault, setFault] = useState(false);
  const cancel = useMutation(
    api.promises.cancel.mutationOptions({
      onSuccess: () => {
        toast({ text: t("cancelled", { number }) });
        onClose();
      },
      onError: () => setKey(crypto.randomUUID()),
      onSettled: refreshPromises,
    }),
  );
  const send = () => {
    setFault(note.trim().length < 3);
    if (note.trim().length >= 3) cancel.mutate({ key, promiseId, note: note.trim() });
  };
  return (
    <Dialog
      open
      title={t("cancelTitle", { number })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{t("keep")}</Button>}
      action={
        <Button variant="danger" aria-busy={cancel.isPending} onClick={send}>
          {t(status === "proposed" ? "cancel" : "giveUp")}
        </Button>
      }
    >
      <div className="grid gap-3">
        <p>{t("cancelText")}</p>
        <TextField
          name="cancel-why"
          label={t("cancelWhy")}
          maxLength={500}
          value={note}
          error={fault ? t("noteMissing") : undefined}
          onChange={({ target }) => setNote(target.value)}
        />
        {cancel.isError && (
          <p role="alert" className="text-overdue">
            {sentence(cancel.error)}
          </p>
        )}
      </div>
    </Dialog>
  );
}
