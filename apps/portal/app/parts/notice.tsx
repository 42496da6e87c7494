import { StatusMark, type StatusState } from "@openitem/ui/status";
import type { ReactNode } from "react";

/** One thing that needs attention, in a list of them: its mark, what it is, one sentence and where to see to it. */
export function Notice({
  state,
  title,
  link,
  children,
}: {
  state: StatusState;
  title: string;
  link: ReactNode;
  children: ReactNode;
}) {
  return (
    <li className="grid grid-cols-[22px_1fr] border-t border-rule py-3 text-md first:border-rule-2">
      <StatusMark state={state} />
      <div>
        <strong className="block font-semibold">{title}</strong>
        {children} <span className="whitespace-nowrap">{link}</span>
      </div>
    </li>
  );
}
