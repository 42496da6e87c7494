import type { ReactNode } from "react";
import { Tooltip as AriaTooltip, Focusable, TooltipTrigger } from "react-aria-components";

/** A short explanation on hover and focus; never the only place where something is said. `children` is one focusable element. */
export function Tooltip({
  text,
  children,
}: {
  text: ReactNode;
  children: React.ComponentProps<typeof Focusable>["children"];
}) {
  return (
    <TooltipTrigger delay={300}>
      <Focusable>{children}</Focusable>
      <AriaTooltip className="oi-tooltip" offset={6}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
