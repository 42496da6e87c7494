import { Button } from "@openitem/ui/button";
import { FieldError, fieldId } from "@openitem/ui/field";
import { FileList, FileRow } from "@openitem/ui/file-list";
import { type DragEvent, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { useProblemSentence } from "../problem.tsx";
import { useHydrated } from "../use-hydrated.tsx";
import { type KeptFile, type RefusedFile, sizeWords } from "./kept-file.ts";
import { type FileLimits, type FormFile, useFiles } from "./use-files.ts";

type Props = {
  /** of the field, where a page has several */
  id?: string;
  customerId: string;
  /** added and not sent, as the server knows them */
  kept: readonly KeptFile[];
  refused: readonly RefusedFile[];
  limits: FileLimits;
  error: string | undefined;
  /** the ids of the form have changed */
  onChanged?: () => void;
  /** a file is under way, or none is any more */
  onBusy?: (isBusy: boolean) => void;
};

/**
 * Files of a form. Before script they go with it; with script each is sent when it is chosen, so that a big one or a
 * broken connection loses nothing, and the form only names them.
 */
export function FilePicker({
  id = fieldId("files"),
  customerId,
  kept,
  refused,
  limits,
  error,
  onChanged,
  onBusy,
}: Props) {
  const t = useTranslations("disputeForm");
  const isReady = useHydrated();
  const [isOver, setOver] = useState(false);
  const { files, said, add, remove, isSending } = useFiles({ customerId, kept, refused, limits });
  useEffect(() => onBusy?.(isSending), [isSending, onBusy]);
  const ids = files.flatMap((file) => (file.state === "kept" ? [file.file.id] : [])).join();
  const told = useRef(ids);
  useEffect(() => {
    if (told.current === ids) return;
    told.current = ids;
    onChanged?.();
  });

  const drop = {
    onDragOver: (event: DragEvent) => {
      event.preventDefault();
      setOver(true);
    },
    onDragLeave: () => setOver(false),
    onDrop: (event: DragEvent) => {
      event.preventDefault();
      setOver(false);
      add([...event.dataTransfer.files]);
    },
  };
  return (
    <div className="grid gap-1.5">
      <div className={isOver ? "dispute-drop is-over" : "dispute-drop"} {...(isReady && drop)}>
        <div className="oi-field">
          <label htmlFor={id} className="oi-label">
            {t("files")}
          </label>
          <p id={`${id}-hint`} className="oi-hint">
            {isReady && `${t("dropHere")} `}
            {t("filesHint", {
              types: limits.typeNames,
              size: sizeWords(limits.sizeMaxBytes),
              max: limits.filesMax,
            })}
          </p>
          <input
            type="file"
            id={id}
            multiple
            className="oi-file max-w-full"
            accept={limits.mediaTypes.join(",")}
            // With script the form only names files that are there already.
            name={isReady ? undefined : "files"}
            aria-invalid={error !== undefined || undefined}
            aria-describedby={error === undefined ? `${id}-hint` : `${id}-hint ${id}-error`}
            onChange={({ currentTarget: input }) => {
              add([...(input.files ?? [])]);
              input.value = "";
            }}
          />
        </div>
      </div>
      {error !== undefined && <FieldError id={`${id}-error`}>{error}</FieldError>}
      <p role="status" className="oi-hidden">
        {said}
      </p>
      {files.length > 0 && (
        <FileList label={t("files")}>
          {files.map((file) => (
            <Chosen key={file.key} file={file} onRemove={() => remove(file)} />
          ))}
        </FileList>
      )}
    </div>
  );
}

function Chosen({ file, onRemove }: { file: FormFile; onRemove: () => void }) {
  const t = useTranslations("disputeForm");
  const sentenceOf = useProblemSentence();
  const isReady = useHydrated();
  const { name } = file;
  const isKept = file.state === "kept";
  return (
    <FileRow
      name={name}
      size={isKept ? sizeWords(file.file.sizeBytes) : undefined}
      error={file.state === "refused" ? sentenceOf(file.problem) : undefined}
      progress={
        file.state === "sending"
          ? { percent: file.percent, label: t("sending", { name, percent: file.percent }) }
          : undefined
      }
      action={
        (isKept || (isReady && file.state === "refused")) && (
          <Button
            variant="text"
            size="small"
            type="submit"
            name="intent"
            value={isKept ? `drop.${file.file.id}` : "preview"}
            aria-label={t("removeFile", { name })}
            onClick={(event) => {
              event.preventDefault();
              onRemove();
            }}
          >
            {t("remove")}
          </Button>
        )
      }
    >
      {isKept && <input type="hidden" name="file" value={file.file.id} />}
    </FileRow>
  );
}
