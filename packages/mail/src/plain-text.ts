import type { Content, Table } from "./content.ts";

const GAP = 3;
const NOTE = "  ";

/** A letter as plain text: everything the HTML says, tables aligned by blanks. */
export function plainText(content: Content): string {
  const { biller, title, paragraphs, table, facts, action, closing, footer } = content;
  return `${[
    biller,
    title,
    ...paragraphs,
    ...(table ? [tableText(table)] : []),
    ...(facts.length > 0 ? [columns(facts.map(({ label, value }) => [label, value]))] : []),
    `${content.addressHint ? `${action.label}. ${content.addressHint}` : `${action.label}:`}\n${action.url}`,
    ...closing,
    `-- \n${footer}`,
  ].join("\n\n")}\n`;
}

function tableText({ head, rows, total }: Table): string {
  const lines = [{ label: head[0], note: null, amount: head[1] }, ...rows, { ...total, note: null }];
  const labelWidth = Math.max(...lines.map((line) => line.label.length));
  const amountWidth = Math.max(...lines.map((line) => line.amount.length));
  const rule = (sign: string) => sign.repeat(labelWidth + GAP + amountWidth);
  const line = (label: string, amount: string) =>
    label.padEnd(labelWidth + GAP) + amount.padStart(amountWidth);
  return [
    line(...head),
    rule("-"),
    ...rows.flatMap(({ label, note, amount }) => [line(label, amount), ...(note ? [NOTE + note] : [])]),
    rule("-"),
    line(total.label, total.amount),
    rule("="),
  ].join("\n");
}

function columns(pairs: [string, string][]): string {
  const width = Math.max(...pairs.map(([label]) => label.length));
  return pairs.map(([label, value]) => label.padEnd(width + GAP) + value).join("\n");
}
