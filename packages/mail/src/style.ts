import type { CSSProperties } from "react";

/*
 * The colours of the portal, written out: mail clients know no variables. Light ones stand on the elements, since
 * some clients drop style sheets; dark ones in a sheet, for clients that can.
 */
const LIGHT = {
  page: "#ffffff",
  ink: "#142021",
  ink2: "#455556",
  ink3: "#5b6b6c",
  rule: "#dbe2e2",
  rule2: "#b9c4c4",
  action: "#0b5c68",
  actionInk: "#ffffff",
} as const;

const FONT = '"IBM Plex Sans", "Segoe UI", system-ui, -apple-system, Helvetica, Arial, sans-serif';
const PLAIN: CSSProperties = { fontFamily: FONT, color: LIGHT.ink, margin: 0 };
const ROW: CSSProperties = {
  ...PLAIN,
  fontSize: "14px",
  lineHeight: "20px",
  padding: "10px 0",
  verticalAlign: "top",
};
const AMOUNT: CSSProperties = { textAlign: "right", whiteSpace: "nowrap", paddingLeft: "24px" };
const HEAD: CSSProperties = {
  ...PLAIN,
  color: LIGHT.ink3,
  fontSize: "12px",
  lineHeight: "16px",
  fontWeight: 400,
  padding: "0 0 6px",
  borderBottom: `1px solid ${LIGHT.rule2}`,
};
const TOTAL: CSSProperties = {
  ...ROW,
  fontWeight: 600,
  borderTop: `1px solid ${LIGHT.ink}`,
  borderBottom: `3px double ${LIGHT.ink}`,
};

export const style = {
  body: { backgroundColor: LIGHT.page, margin: 0, padding: "32px 16px", fontVariantNumeric: "tabular-nums" },
  container: { maxWidth: "600px", width: "100%", margin: "0 auto" },
  biller: {
    ...PLAIN,
    fontSize: "16px",
    lineHeight: "24px",
    fontWeight: 600,
    paddingBottom: "12px",
    borderBottom: `1px solid ${LIGHT.rule2}`,
  },
  title: { ...PLAIN, fontSize: "26px", lineHeight: "32px", fontWeight: 600, margin: "32px 0 12px" },
  paragraph: { ...PLAIN, fontSize: "16px", lineHeight: "24px", margin: "0 0 12px", overflowWrap: "anywhere" },
  table: { width: "100%", borderCollapse: "collapse", margin: "28px 0 0" },
  head: { ...HEAD, textAlign: "left" },
  headAmount: { ...HEAD, ...AMOUNT },
  cell: { ...ROW, textAlign: "left", borderTop: `1px solid ${LIGHT.rule}`, overflowWrap: "anywhere" },
  cellAmount: { ...ROW, ...AMOUNT, borderTop: `1px solid ${LIGHT.rule}` },
  note: { fontSize: "13px", lineHeight: "18px", color: LIGHT.ink3 },
  total: { ...TOTAL, textAlign: "left" },
  totalAmount: { ...TOTAL, ...AMOUNT },
  facts: { width: "100%", borderCollapse: "collapse", margin: "28px 0 0" },
  factLabel: {
    ...ROW,
    color: LIGHT.ink3,
    padding: "3px 24px 3px 0",
    textAlign: "left",
    fontWeight: 400,
    whiteSpace: "nowrap",
    width: "1%",
  },
  factValue: { ...ROW, padding: "3px 0", overflowWrap: "anywhere" },
  action: {
    fontFamily: FONT,
    display: "inline-block",
    backgroundColor: LIGHT.action,
    color: LIGHT.actionInk,
    fontSize: "16px",
    lineHeight: "20px",
    fontWeight: 600,
    padding: "12px 20px",
    borderRadius: "6px",
    textDecoration: "none",
  },
  actionArea: { margin: "32px 0 28px" },
  small: {
    ...PLAIN,
    color: LIGHT.ink2,
    fontSize: "14px",
    lineHeight: "20px",
    margin: "0 0 10px",
    overflowWrap: "anywhere",
  },
  link: { color: LIGHT.action, textDecoration: "underline", overflowWrap: "anywhere" },
  footer: {
    ...PLAIN,
    color: LIGHT.ink3,
    fontSize: "13px",
    lineHeight: "18px",
    borderTop: `1px solid ${LIGHT.rule}`,
    paddingTop: "12px",
    margin: "28px 0 0",
    overflowWrap: "anywhere",
  },
} as const satisfies Record<string, CSSProperties>;

/** For clients that follow the system's theme; the values are the portal's dark ones. */
export const SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 480px) { .title { font-size: 22px !important; line-height: 28px !important; } }
@media (prefers-color-scheme: dark) {
  .page, .page td { background-color: #101516 !important; }
  .ink, .total { color: #e9eeee !important; }
  .ink-2 { color: #aebabb !important; }
  .ink-3 { color: #8e9c9d !important; }
  .rule { border-color: #2b3436 !important; }
  .rule-2 { border-color: #435052 !important; }
  .total { border-color: #e9eeee !important; }
  .link { color: #74cbd9 !important; }
  .action { background-color: #74cbd9 !important; color: #06252a !important; }
}`;
