import type { ReactNode } from "react";
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import { classNames } from "./class-names.tsx";
import { Icon } from "./icon.tsx";
import { KeyCap } from "./key-cap.tsx";

export type MenuAction = { id: string; label: string; keyCap?: string; danger?: boolean; disabled?: boolean };

/** Actions behind a button, with arrow keys and type-ahead; needs script, so for the back office. */
export function ActionMenu({
  face,
  label,
  actions,
  onAction,
}: {
  face: ReactNode;
  label: string;
  actions: readonly MenuAction[];
  onAction: (id: string) => void;
}) {
  return (
    <MenuTrigger>
      <AriaButton
        className="oi-button oi-button-outlined"
        aria-label={typeof face === "string" ? undefined : label}
      >
        {face}
        <Icon name="down" />
      </AriaButton>
      <Popover className="oi-popover">
        <AriaMenu className="oi-actions" aria-label={label} onAction={(key) => onAction(String(key))}>
          {actions.map((action) => (
            <MenuItem
              key={action.id}
              id={action.id}
              textValue={action.label}
              isDisabled={action.disabled}
              className={classNames("oi-action", action.danger && "oi-tone-overdue")}
            >
              {action.label}
              {action.keyCap && <KeyCap>{action.keyCap}</KeyCap>}
            </MenuItem>
          ))}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

/** Stands in for the style element that react-aria would inject and the content policy refuses; the rule is in base.css. Render once. */
export function AriaStyleStandIn() {
  return <meta id="react-aria-pressable-style" />;
}
