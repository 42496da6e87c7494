import { signsOf } from "@openitem/ui/formats";

/**
 * A quantity or unit price as somebody typed it, as plain decimal text: "1.080.000" of a German is "1080000", "0,0086"
 * is "0.0086". Null when it is none, or none below zero. Two signs: the last is the decimal one; one sign: the
 * locale's own is the decimal one, the other groups where three digits follow it.
 */
export function plainNumber(text: string, locale: string): string | null {
  const bare = text.replaceAll(/[\s\u00a0\u202f\u2009'’]/g, "");
  if (!/^[\d.,]{1,40}$/.test(bare)) return null;
  const points = bare.split(".").length - 1;
  const commas = bare.split(",").length - 1;
  const last = bare.lastIndexOf(".") > bare.lastIndexOf(",") ? "." : ",";
  const decimalSign = points > 0 && commas > 0 ? last : signOf(bare, points + commas, last, locale);
  const at = decimalSign === null ? -1 : bare.lastIndexOf(decimalSign);
  const whole = at < 0 ? bare : bare.slice(0, at);
  const fraction = at < 0 ? "" : bare.slice(at + 1);
  const digits = grouped(whole);
  if (digits === null || !/^\d*$/.test(fraction) || digits + fraction === "") return null;
  const plain = `${digits === "" ? "0" : digits}${fraction === "" ? "" : `.${fraction}`}`;
  return /^\d{1,18}(\.\d{1,18})?$/.test(plain) ? plain : null;
}

/** The decimal sign of a text with signs of one kind only; null when they group. */
function signOf(bare: string, count: number, sign: "." | ",", locale: string): "." | "," | null {
  if (count !== 1) return null;
  if (signsOf(locale).decimal === sign) return sign;
  return /^[1-9]\d{0,2}[.,]\d{3}$/.test(bare) ? null : sign;
}

/** Digits without the signs between their groups. */
function grouped(whole: string): string | null {
  if (/^\d*$/.test(whole)) return whole;
  return /^\d{1,3}(([.,])\d{3})(\2\d{3})*$/.test(whole) || /^\d{1,2}(,\d{2})*,\d{3}$/.test(whole)
    ? whole.replaceAll(/[.,]/g, "")
    : null;
}
