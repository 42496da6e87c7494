import { referenceOf } from "./bank-file.ts";
import { codedDetails, hasCodes } from "./mt-86-coded.ts";
import { germanDetails, hasSubfields } from "./mt-86-german.ts";
import { type MtDetails, noDetails } from "./mt-details.ts";
import { unwrapped } from "./mt-fields.ts";

/**
 * Reads field 86 in the form it has: the numbered subfields of German and Polish banks (`166?00…?20…`), codes between
 * slashes (`/EREF/…/REMI/…`), labels, or free text. What is free text, is remittance as a whole.
 */
export function mtDetails(lines: readonly string[]): MtDetails {
  const text = unwrapped(lines);
  if (text.trim() === "") return noDetails;
  if (hasSubfields(text)) return { ...germanDetails(lines.join("")), text: text.trim() };
  if (hasCodes(text)) return { ...codedDetails(text), text: text.trim() };
  return { ...noDetails, ...freeDetails(text.trim()), text: text.trim() };
}

/** An IBAN at the beginning of a line, and what follows it on that line: the other side, as Dutch banks write it. */
const leadingIban = /^([A-Z]{2}\d{2}[A-Z0-9]{11,30})(?:[ \t]+([^\n]+))?(?:\n|$)/;

/** Labels in free text, as mBank (PL) and Knab (NL) use them; a value ends at the next separator. */
const labels: readonly { readonly label: string; readonly part: "account" | "name"; readonly end: string }[] =
  [
    { label: "Z RACH.:", part: "account", end: ";" },
    { label: "OD:", part: "name", end: ";" },
    { label: "REK:", part: "account", end: "/" },
    { label: "/NAAM:", part: "name", end: "\n" },
  ];

function freeDetails(text: string): Pick<MtDetails, "counterparty" | "remittance"> {
  const iban = leadingIban.exec(text);
  const labelled = new Map(labels.flatMap(({ label, part, end }) => valueAfter(text, label, end, part)));
  return {
    counterparty: {
      ...noDetails.counterparty,
      account: labelled.get("account") ?? iban?.[1] ?? null,
      name: labelled.get("name") ?? referenceOf(iban?.[2]),
    },
    remittance: { structured: [], unstructured: text },
  };
}

function valueAfter(text: string, label: string, end: string, part: "account" | "name") {
  const start = text.indexOf(label);
  if (start < 0) return [];
  const from = start + label.length;
  const stop = text.indexOf(end, from);
  const value = text
    .slice(from, stop < 0 ? undefined : stop)
    .replace(/\s+/g, " ")
    .trim();
  return value === "" ? [] : [[part, value] as const];
}
