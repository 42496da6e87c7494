/** The biller's mark, until it has one of its own. */
export function BillerMark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden="true">
      <path d="M4 20V8a8 8 0 1 1 8 8H8" fill="none" stroke="currentColor" strokeWidth="3" />
    </svg>
  );
}
