export type Value = string | bigint | number | boolean | null;

/** An array as Postgres reads it from text: strings quoted, quotes and backslashes escaped. */
export function arrayLiteral(values: readonly Value[]): string {
  const parts = values.map((value) => {
    if (value === null) return "NULL";
    return typeof value === "string" ? `"${value.replace(/["\\]/g, "\\$&")}"` : String(value);
  });
  return `{${parts.join(",")}}`;
}
