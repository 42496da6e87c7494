import { Button } from "@openitem/ui/button";
import { FieldError, FileField } from "@openitem/ui/field";
import { Icon } from "@openitem/ui/icon";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslations } from "use-intl";
import { api } from "../api.ts";
import { useDispute } from "./dispute-context.ts";
import { type AddedFile, typeNames, UploadRefused, uploadFile, writtenSize } from "./upload.ts";

/** Files are sent one by one as soon as they are chosen: one that is refused is named, the others stay. */
export function AttachFiles({
  files,
  onChange,
}: {
  files: readonly AddedFile[];
  /** Given what to do with the files as they are by then. */
  onChange: (change: (before: readonly AddedFile[]) => AddedFile[]) => void;
}) {
  const t = useTranslations("dispute");
  const { detail, rules } = useDispute();
  const [busy, setBusy] = useState<readonly string[]>([]);
  const [faults, setFaults] = useState<readonly string[]>([]);
  const remove = useMutation(api.files.remove.mutationOptions());
  const { fileBytesMax, filesMax, mediaTypes } = rules;

  async function add(file: File): Promise<void> {
    if (file.size > fileBytesMax) {
      const [size, max] = [writtenSize(file.size), writtenSize(fileBytesMax)];
      setFaults((before) => [...before, t("fileTooLarge", { name: file.name, size, max })]);
      return;
    }
    setBusy((before) => [...before, file.name]);
    try {
      const added = await uploadFile(file, detail.customer.id);
      onChange((before) => [...before, added]);
    } catch (error) {
      const sentence =
        error instanceof UploadRefused ? error.message : t("uploadFailed", { name: file.name });
      setFaults((before) => [...before, sentence]);
    } finally {
      setBusy((before) => before.filter((name) => name !== file.name));
    }
  }

  return (
    <div className="grid gap-1.5">
      <FileField
        name="files"
        label={t("addFiles")}
        hint={t("filesHint", {
          max: filesMax,
          size: writtenSize(fileBytesMax),
          types: typeNames(mediaTypes),
        })}
        optional
        multiple
        onChange={({ target }) => {
          setFaults([]);
          for (const file of target.files ?? []) void add(file);
          target.value = "";
        }}
      />
      {files.length > 0 && (
        <ul>
          {files.map((file) => (
            <li key={file.id} className="flex items-center gap-1.5">
              <Icon name="file" />
              <span className="split-word">{file.name}</span>
              <span className="oi-unit">{writtenSize(file.sizeBytes)}</span>
              <Button
                variant="text"
                aria-label={t("removeFile", { name: file.name })}
                onClick={() => {
                  onChange((before) => before.filter(({ id }) => id !== file.id));
                  // One that stays behind is swept away after a day.
                  remove.mutate({ fileId: file.id });
                }}
              >
                <Icon name="close" />
              </Button>
            </li>
          ))}
        </ul>
      )}
      <div role="status">
        {busy.map((name) => (
          <p key={name} className="oi-hint">
            {t("uploading", { name })}
          </p>
        ))}
      </div>
      <div role="alert">
        {faults.map((fault, index) => (
          <FieldError key={fault} id={`file-fault-${index}`}>
            {fault}
          </FieldError>
        ))}
      </div>
    </div>
  );
}
