import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from "react";
import { useTranslations } from "use-intl";
import { KeyCap } from "./key-cap.tsx";
import { StatusMark } from "./status.tsx";

export type ToastContent = {
  /** what was done: never an error, never money that failed */
  text: ReactNode;
  /** undoes it */
  onUndo?: () => void;
  undoKey?: string;
};

type Shown = ToastContent & { id: number };

const SHOWN_MS = 8000;

const ToastContext = createContext<(content: ToastContent) => void>(() => undefined);

/** Shows that something was done, for 8 s, and offers to undo it. */
export const useToast = (): ((content: ToastContent) => void) => useContext(ToastContext);

/** One message. It stays while it has the focus or the pointer. */
export function Toast({ text, onUndo, undoKey, onDismiss }: ToastContent & { onDismiss?: () => void }) {
  const t = useTranslations("ui");
  const box = useRef<HTMLDivElement>(null);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => onDismiss?.(), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [held, onDismiss]);
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const listening = new AbortController();
    const on = { signal: listening.signal };
    for (const event of ["pointerenter", "focusin"]) element.addEventListener(event, () => setHeld(true), on);
    for (const event of ["pointerleave", "focusout"])
      element.addEventListener(event, () => setHeld(false), on);
    return () => listening.abort();
  }, []);
  const undo = () => {
    onUndo?.();
    onDismiss?.();
  };
  return (
    <div ref={box} className="oi-toast">
      <StatusMark state="paid" />
      <span>{text}</span>
      {onUndo && (
        <button type="button" className="oi-link-button" onClick={undo} aria-keyshortcuts={undoKey}>
          {t("undo")}
        </button>
      )}
      {undoKey && <KeyCap>{undoKey}</KeyCap>}
    </div>
  );
}

/** Holds the messages of an app; the region is there from the start, so that what appears in it is read out. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const next = useRef(0);
  const add = useCallback((content: ToastContent) => {
    next.current += 1;
    const id = next.current;
    setShown((before) => [...before.slice(-2), { ...content, id }]);
  }, []);
  const dismiss = useCallback((id: number) => setShown((now) => now.filter((toast) => toast.id !== id)), []);
  return (
    <ToastContext value={add}>
      {children}
      <div className="oi-toasts" role="status">
        {shown.map(({ id, ...content }) => (
          <TimedToast key={id} id={id} content={content} dismiss={dismiss} />
        ))}
      </div>
    </ToastContext>
  );
}

// Keeps the same callback over renders, so that a second message does not begin the 8 s of the first anew.
function TimedToast(props: { id: number; content: ToastContent; dismiss: (id: number) => void }) {
  const { id, content, dismiss } = props;
  const onDismiss = useCallback(() => dismiss(id), [dismiss, id]);
  return <Toast {...content} onDismiss={onDismiss} />;
}
