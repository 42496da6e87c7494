import { Button } from "@openitem/ui/button";
import { Dialog } from "@openitem/ui/dialog";
import { TextField } from "@openitem/ui/field";
import { type ReactNode, useState } from "react";
import { useTranslations } from "use-intl";
import { useSentence } from "../shell/failure.tsx";

const LEAST = 3;

/** Asks why before something is taken back or decided that others will ask about. */
export function ReasonDialog({
  title,
  text,
  label,
  action,
  isPending,
  error,
  maxLength = 200,
  onSend,
  onClose,
  children,
}: {
  title: string;
  text?: ReactNode;
  /** Of the field. */
  label: string;
  /** On the button. */
  action: string;
  isPending: boolean;
  error: unknown;
  maxLength?: number;
  /** `key` stays the same for as long as the dialog is open. */
  onSend: (reason: string, key: string) => void;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations("cash");
  const words = useTranslations("shell");
  const sentence = useSentence();
  const [key] = useState(() => crypto.randomUUID());
  const [reason, setReason] = useState("");
  const [left, setLeft] = useState(false);
  const isShort = reason.trim().length < LEAST;
  const send = () => {
    setLeft(true);
    if (!isShort && !isPending) onSend(reason.trim(), key);
  };
  return (
    <Dialog
      open
      title={title}
      onClose={onClose}
      safe={<Button onClick={onClose}>{words("cancel")}</Button>}
      action={
        <Button variant="danger" aria-busy={isPending} onClick={send}>
          {action}
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
        {text && <p>{text}</p>}
        {children}
        <TextField
          name="cash-reason"
          label={label}
          maxLength={maxLength}
          value={reason}
          error={left && isShort ? t("reasonShort") : undefined}
          onBlur={() => setLeft(reason !== "")}
          onChange={({ target }) => setReason(target.value)}
        />
        {error != null && (
          <p role="alert" className="text-overdue">
            {sentence(error)}
          </p>
        )}
      </form>
    </Dialog>
  );
}
