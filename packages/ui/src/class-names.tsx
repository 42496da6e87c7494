/** Joins the class names that are set: classNames("oi-button", dense && "is-dense"). */
export const classNames = (...names: (string | false | null | undefined)[]): string =>
  names.filter(Boolean).join(" ");
