/** The mark of the product: an open ring. */
export const MARK = (
  <svg
    width="1em"
    height="1em"
    viewBox="0 0 16 16"
    fill="none"
    stroke="currentColor"
    strokeWidth="2.2"
    strokeLinecap="round"
    aria-hidden="true"
  >
    <path d="M11.8 3.3a6 6 0 1 0 2 3.2" />
  </svg>
);
