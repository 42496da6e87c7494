import { type ReactNode, type RefObject, useEffect, useId, useRef } from "react";

/**
 * A question about what cannot be undone. The browser's own dialog: it keeps the focus inside, closes with Escape and
 * puts the page behind out of reach. `children` say what will happen; `actions` hold the safe choice with `autoFocus`.
 * Before script, a button with `commandfor={id}` and `command="show-modal"` opens it.
 */
export function Dialog({
  id,
  open,
  title,
  children,
  actions,
  onClose,
}: {
  id?: string;
  open?: boolean;
  title: ReactNode;
  children?: ReactNode;
  actions: ReactNode;
  /** called on Escape and on every other way out */
  onClose?: () => void;
}) {
  const titleId = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => showOrClose(dialog, open), [open]);
  return (
    <dialog ref={dialog} id={id} className="oi-dialog" aria-labelledby={titleId} onClose={onClose}>
      <h2 id={titleId}>{title}</h2>
      {children != null && <div className="oi-dialog-text">{children}</div>}
      <div className="oi-button-row">{actions}</div>
    </dialog>
  );
}

function showOrClose(dialog: RefObject<HTMLDialogElement | null>, open: boolean | undefined): void {
  if (open && !dialog.current?.open) dialog.current?.showModal();
  if (open === false && dialog.current?.open) dialog.current.close();
}
