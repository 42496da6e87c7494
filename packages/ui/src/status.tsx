import type { ReactNode } from "react";
import { useTranslations } from "use-intl";
import { classNames } from "./class-names.tsx";
import type { UiMessages } from "./messages-en.tsx";

/** Every state that has a word of its own; the words stand in the `status` catalogue. */
export type StatusState = keyof UiMessages["status"];

type Tone = "open" | "due" | "overdue" | "flight" | "paid" | "disputed" | "promised" | "credit";

const ring = <circle cx="8" cy="8" r="5.75" />;
const disc = <circle cx="8" cy="8" r="6.5" className="oi-mark-fill" />;

// Drawn on 16 by 16: lines in the current colour, fills by class, cut-outs in the colour of the ground.
const MARKS = {
  ring,
  dot: (
    <>
      {ring}
      <circle cx="8" cy="8" r="2.1" className="oi-mark-fill" />
    </>
  ),
  alarm: (
    <>
      {disc}
      <path className="oi-mark-cut" d="M8 4.7v3.9M8 11.2v.05" />
    </>
  ),
  swatch: <rect x="1" y="3" width="14" height="10" rx="2" className="oi-mark-fill" />,
  flight: (
    <>
      <circle cx="8" cy="8" r="5.9" strokeDasharray="2.5 2.13" />
      <path d="M5.3 8h5M8.4 5.9 10.5 8l-2.1 2.1" className="oi-turns" />
    </>
  ),
  half: (
    <>
      {ring}
      <path d="M8 2.3a5.7 5.7 0 0 0 0 11.4Z" className="oi-mark-fill" />
    </>
  ),
  done: (
    <>
      {disc}
      <path className="oi-mark-cut" d="M5 8.3l2.1 2.1L11.1 6" />
    </>
  ),
  struck: (
    <>
      {ring}
      <path d="M4.3 11.7 11.7 4.3" />
    </>
  ),
  dots: (
    <>
      {ring}
      <path d="M5.2 8h.05M8 8h.05M10.8 8h.05" strokeWidth="2" />
    </>
  ),
  tick: (
    <>
      {ring}
      <path d="M5.4 8.2l1.9 1.9 3.4-3.9" />
    </>
  ),
  cross: (
    <>
      {ring}
      <path d="M5.8 5.8l4.4 4.4M10.2 5.8l-4.4 4.4" />
    </>
  ),
  clock: (
    <>
      {ring}
      <path d="M8 4.9v3.2l2.2 1.4" />
    </>
  ),
  back: <path d="M6 3.6 3 6.6l3 3M3.3 6.6h5.6a3.4 3.4 0 0 1 0 6.8H6.4" className="oi-turns" />,
  minus: (
    <>
      {ring}
      <path d="M5.3 8h5.4" />
    </>
  ),
  equals: (
    <>
      {ring}
      <path d="M5.5 6.6h5M5.5 9.4h5" />
    </>
  ),
  query: (
    <>
      {ring}
      <path d="M6.4 6.6a1.65 1.65 0 1 1 2.4 1.5c-.5.26-.8.6-.8 1.1M8 11.2v.05" />
    </>
  ),
  bars: (
    <>
      {ring}
      <path d="M6.4 5.8v4.4M9.6 5.8v4.4" />
    </>
  ),
} satisfies Record<string, ReactNode>;

const STATES: Readonly<Record<StatusState, readonly [mark: keyof typeof MARKS, tone: Tone]>> = {
  open: ["ring", "open"],
  "due-soon": ["dot", "due"],
  overdue: ["alarm", "overdue"],
  "ready-to-pay": ["swatch", "overdue"],
  "in-flight": ["flight", "flight"],
  "part-paid": ["half", "open"],
  paid: ["done", "paid"],
  settled: ["done", "paid"],
  disputed: ["struck", "disputed"],
  "part-disputed": ["struck", "disputed"],
  "waiting-for-you": ["dots", "due"],
  "waiting-for-us": ["dots", "open"],
  accepted: ["tick", "paid"],
  "partly-accepted": ["half", "open"],
  rejected: ["cross", "overdue"],
  promised: ["clock", "promised"],
  kept: ["tick", "paid"],
  "partly-kept": ["half", "open"],
  broken: ["cross", "overdue"],
  returned: ["back", "overdue"],
  failed: ["cross", "overdue"],
  cancelled: ["cross", "open"],
  expired: ["cross", "open"],
  refunded: ["back", "credit"],
  "part-refunded": ["back", "credit"],
  credit: ["minus", "credit"],
  "on-account": ["equals", "credit"],
  unapplied: ["query", "due"],
  unidentified: ["query", "due"],
  held: ["bars", "open"],
  plan: ["clock", "promised"],
  "written-off": ["minus", "open"],
};

/** All states, in the order of the catalogue. */
export const statusStates = Object.keys(STATES) as StatusState[];

/** The mark of a state alone; `label` only where no words stand beside it. */
export function StatusMark({ state, label }: { state: StatusState; label?: string }) {
  return label ? drawMark(state, label) : SILENT_MARKS[state];
}

function drawMark(state: StatusState, label?: string) {
  const [mark, tone] = STATES[state];
  const className = classNames("oi-mark", `oi-tone-${tone}`);
  if (label) {
    return (
      <svg className={className} viewBox="0 0 16 16" role="img" aria-label={label}>
        {MARKS[mark]}
      </svg>
    );
  }
  return (
    <svg className={className} viewBox="0 0 16 16" aria-hidden="true">
      {MARKS[mark]}
    </svg>
  );
}

const SILENT_MARKS = Object.fromEntries(statusStates.map((state) => [state, drawMark(state)])) as Record<
  StatusState,
  ReactNode
>;

export type StatusProps = {
  state: StatusState;
  /** in place of the catalogue's word, where it carries a date or days: "Promised for 27 Nov" */
  label?: ReactNode;
  /** the reason or amount below it */
  detail?: ReactNode;
};

/** A state: mark, word, then colour. */
export function Status(props: StatusProps) {
  const words = useTranslations("status");
  return drawStatus(props, props.label === undefined ? words(props.state) : null);
}

/** The same by a plain call, for the rows of long lists. `word` is the catalogue's, and gives way to a label. */
export function drawStatus({ state, label, detail }: StatusProps, word: ReactNode) {
  return (
    <span className="oi-status">
      <span className={`oi-status-word oi-tone-${STATES[state][1]}`}>
        {SILENT_MARKS[state]}
        <span>{label ?? word}</span>
      </span>
      {detail != null && <small className="oi-status-detail">{detail}</small>}
    </span>
  );
}
