import { type ReactNode, useEffect, useId, useRef } from "react";

/**
 * A question about what cannot be undone. The browser's own dialog: it keeps the focus inside, closes with Escape and
 * puts the page behind out of reach. `children` say what will happen. The first focus is on `safe`.
 * Before script, a button with `commandfor={id}` and `command="show-modal"` opens it.
 */
export function Dialog({
  id,
  open,
  title,
  children,
  action,
  safe,
  onClose,
}: {
  id?: string;
  open?: boolean;
  title: ReactNode;
  children?: ReactNode;
  /** the button that does it */
  action: ReactNode;
  /** the button that leaves everything as it is */
  safe: ReactNode;
  /** called on Escape and on every other way out */
  onClose?: () => void;
}) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const safePlace = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    const element = dialog.current;
    if (open && !element?.open) {
      element?.showModal();
      safePlace.current?.querySelector<HTMLElement>("button, a")?.focus();
    }
    if (open === false && element?.open) element.close();
  }, [open]);
  return (
    <dialog ref={dialog} id={id} className="oi-dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children != null && <div className="oi-dialog-text">{children}</div>}
      <div className="oi-button-row">
        {action}
        <span ref={safePlace}>{safe}</span>
      </div>
    </dialog>
  );
}
