import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { FileField, fieldId, SelectField, TextArea } from "@openitem/ui/field";
import { Icon } from "@openitem/ui/icon";
import { useToast } from "@openitem/ui/toast";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { sendOnCtrlEnter } from "../dispute/send-key.ts";
import { UploadRefused, uploadFile } from "../dispute/upload.ts";
import { useDraft } from "../drafts.ts";
import { useSentence } from "../shell/failure.tsx";
import { type Check, refreshClose } from "./close-words.ts";

type Draft = { key: string; note: string; ownerId: string; file: { id: string; name: string } | null };

/** A note, an owner and a file of evidence for a check. What was typed is there again until it was sent. */
export function NoteDialog({
  periodId,
  check,
  onClose,
}: {
  periodId: string;
  check: Check;
  onClose: () => void;
}) {
  const t = useTranslations("close");
  const words = useTranslations("shell");
  const toast = useToast();
  const sentence = useSentence();
  const colleagues = useQuery(api.colleagues.list.queryOptions(undefined, { staleTime: 60_000 })).data ?? [];
  const blank = useCallback(
    (): Draft => ({
      key: crypto.randomUUID(),
      note: check.note ?? "",
      ownerId: check.owner?.id ?? "",
      file: check.file,
    }),
    [check],
  );
  const [draft, change, forget] = useDraft(`close ${periodId} ${check.check}`, blank);
  // Writing is what it was opened for; a dialog by itself begins at its safe button.
  useEffect(() => document.getElementById(fieldId("close-note"))?.focus(), []);
  const [upload, setUpload] = useState<{ busy: boolean; fault: string | null }>({ busy: false, fault: null });
  const save = useMutation(
    api.close.note.mutationOptions({
      onSuccess: () => {
        toast({ text: t("noteSaved") });
        forget();
        onClose();
      },
      onError: (error) => error.data?.refusal && change({ key: crypto.randomUUID() }),
      onSettled: refreshClose,
    }),
  );
  async function take(file: File): Promise<void> {
    setUpload({ busy: true, fault: null });
    try {
      const { id, name } = await uploadFile(file, null);
      change({ file: { id, name } });
      setUpload({ busy: false, fault: null });
    } catch (error) {
      const fault = error instanceof UploadRefused ? error.message : t("uploadFailed", { name: file.name });
      setUpload({ busy: false, fault });
    }
  }
  const send = () =>
    save.mutate({
      key: draft.key,
      periodId,
      check: check.check,
      note: draft.note.trim(),
      ownerId: draft.ownerId || null,
      fileId: draft.file?.id ?? null,
    });
  return (
    <Dialog
      open
      title={t("noteTitle", { check: t(`short.${check.check}`) })}
      onClose={onClose}
      safe={<Button onClick={onClose}>{words("cancel")}</Button>}
      action={
        <Button variant="primary" aria-busy={save.isPending || upload.busy} onClick={send}>
          {t("saveNote")}
        </Button>
      }
    >
      <form
        className="grid gap-3"
        noValidate
        onKeyDown={sendOnCtrlEnter}
        onSubmit={(event) => {
          event.preventDefault();
          send();
        }}
      >
        <TextArea
          name="close-note"
          label={t("note")}
          hint={t("noteHint")}
          rows={4}
          maxLength={2_000}
          value={draft.note}
          error={save.error?.data?.faults.find(({ field }) => field === "note")?.message}
          onChange={(event) => change({ note: event.target.value })}
        />
        <SelectField
          name="close-owner"
          label={t("owner")}
          value={draft.ownerId}
          options={[
            { value: "", label: t("nobody") },
            ...colleagues.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          onChange={(event) => change({ ownerId: event.target.value })}
        />
        <FileField
          name="close-file"
          label={t("evidence")}
          hint={t("evidenceHint")}
          optional
          error={upload.fault ?? undefined}
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) void take(file);
            target.value = "";
          }}
        />
        {draft.file && (
          <p className="flex items-center gap-1.5">
            <Icon name="file" />
            <span className="split-word">{draft.file.name}</span>
            <Button
              variant="text"
              aria-label={t("removeFile", { name: draft.file.name })}
              onClick={() => change({ file: null })}
            >
              <Icon name="close" />
            </Button>
          </p>
        )}
        <p role="status" className="oi-hint">
          {upload.busy && t("uploading")}
        </p>
        {check.signed && <p className="text-ink-2">{t("noteUnsigns")}</p>}
        {save.isError && (
          <p role="alert" className="text-overdue">
            {sentence(save.error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
