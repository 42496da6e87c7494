import { classNames } from "./class-names.tsx";

/** Outlines on a field of 16 by 16. Only for what acts or is pointed at, never as decoration. */
const PATHS = {
  down: "M4 6.25 8 10.25l4-4",
  up: "M4 9.75 8 5.75l4 4",
  forward: "M6.25 4l4 4-4 4",
  back: "M9.75 4l-4 4 4 4",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.4 10.4 14 14",
  download: "M8 2.5v7.6M4.8 7 8 10.2 11.2 7M3 13.4h10",
  lock: "M4 7.2h8v6.3H4ZM5.6 7V5a2.4 2.4 0 0 1 4.8 0v2",
  home: "M2.5 7.3 8 2.8l5.5 4.5v6H9.7V9.5H6.3v3.8H2.5Z",
  list: "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.05M2.5 8h.05M2.5 12h.05",
  pay: "M1.8 4h12.4v8.5H1.8ZM1.8 6.8h12.4",
  message: "M2.3 3h11.4v7.8H7.5l-3 2.5v-2.5H2.3Z",
  more: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  mail: "M2 3.8h12v8.4H2ZM2.3 4.2 8 8.8l5.7-4.6",
  phone: "M3.2 2.8h2.6l1.2 3-1.6 1.1a8 8 0 0 0 3.7 3.7l1.1-1.6 3 1.2v2.6c-5.6.7-10.7-4.4-10-10Z",
  close: "M4 4l8 8M12 4l-8 8",
  check: "M3.5 8.5l3 3 6-7",
  file: "M4 2h5l3 3v9H4ZM9 2v3h3",
  person: "M8 8a2.6 2.6 0 1 0 0-5.2A2.6 2.6 0 0 0 8 8ZM3 13.5c.5-2.6 2.4-4 5-4s4.5 1.4 5 4",
} as const;

export type IconName = keyof typeof PATHS;

/** A line icon, hidden from screen readers; the words stand beside it. Arrows along the line turn round in right-to-left. */
export function Icon({ name, className }: { name: IconName; className?: string }) {
  const turns = name === "forward" || name === "back";
  return (
    <svg
      className={classNames("oi-icon", turns && "oi-turns", className)}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
