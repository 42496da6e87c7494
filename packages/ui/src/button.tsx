import { type ButtonHTMLAttributes, type MouseEvent, type ReactNode, useId } from "react";
import { classNames } from "./class-names.tsx";
import { Icon, type IconName } from "./icon.tsx";
import { KeyCap } from "./key-cap.tsx";
import { Link, type LinkComponent, type LinkProps } from "./link.tsx";

/** `primary`: one per screen, verb and amount. `danger`: cannot be undone. `text`: the least. */
export type ButtonVariant = "primary" | "outlined" | "text" | "danger";

type Look = {
  variant?: ButtonVariant;
  /** `small` in toolbars of the portal; the back office is dense by itself */
  size?: "normal" | "small";
  icon?: IconName;
  /** after the words: where it leads on */
  trailingIcon?: IconName;
  /** the key that does the same */
  keyCap?: string;
  /** as wide as its column */
  wide?: boolean;
};

const look = ({ variant = "outlined", size, wide }: Look, className?: string) =>
  classNames(
    "oi-button",
    `oi-button-${variant}`,
    size === "small" && "oi-button-small",
    wide && "oi-button-wide",
    className,
  );

function Face({ icon, trailingIcon, keyCap, children }: Look & { children: ReactNode }) {
  return (
    <>
      {icon && <Icon name={icon} />}
      {children}
      {trailingIcon && <Icon name={trailingIcon} />}
      {keyCap && <KeyCap>{keyCap}</KeyCap>}
    </>
  );
}

function Reason({ id, children }: { id: string; children: ReactNode }) {
  return (
    <span id={id} className="oi-button-reason">
      {children}
    </span>
  );
}

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, "disabled"> &
  Look & {
    /** why it cannot be pressed now: it stays in the tab order and the reason stands beside it */
    disabledReason?: ReactNode;
  };

/** A button. Its type is `submit` as in HTML, so that forms work before script; `button` where it has an onClick. */
export function Button(props: ButtonProps) {
  const {
    variant,
    size,
    icon,
    trailingIcon,
    keyCap,
    wide,
    disabledReason,
    className,
    children,
    onClick,
    type,
    ...rest
  } = props;
  const reasonId = useId();
  const blocked = disabledReason != null;
  const button = (
    <button
      {...rest}
      type={blocked ? "button" : (type ?? (onClick ? "button" : "submit"))}
      className={look({ variant, size, wide }, className)}
      aria-disabled={blocked || undefined}
      aria-describedby={blocked ? reasonId : rest["aria-describedby"]}
      aria-keyshortcuts={keyCap && keyCap.length === 1 ? keyCap : undefined}
      onClick={blocked ? (event: MouseEvent) => event.preventDefault() : onClick}
    >
      <Face icon={icon} trailingIcon={trailingIcon} keyCap={keyCap}>
        {children}
      </Face>
    </button>
  );
  if (!blocked) return button;
  return (
    <span className={classNames("oi-button-blocked", wide && "oi-button-wide")}>
      {button}
      <Reason id={reasonId}>{disabledReason}</Reason>
    </span>
  );
}

export type LinkButtonProps = LinkProps &
  Look & {
    /** a router's link for this one; the LinkProvider's otherwise */
    as?: LinkComponent;
  };

/** A link that looks like a button: it goes somewhere and changes nothing. */
export function LinkButton(props: LinkButtonProps) {
  const {
    as: Component = Link,
    variant,
    size,
    icon,
    trailingIcon,
    keyCap,
    wide,
    className,
    children,
    ...rest
  } = props;
  return (
    <Component {...rest} className={look({ variant, size, wide }, className)}>
      <Face icon={icon} trailingIcon={trailingIcon} keyCap={keyCap}>
        {children}
      </Face>
    </Component>
  );
}

/** Buttons in a row that wraps; on a phone below each other, the primary one over the full width. */
export function ButtonRow({ children }: { children: ReactNode }) {
  return <div className="oi-button-row">{children}</div>;
}
