import { invalid } from "./fault.ts";

type Fields = Record<string, unknown>;

/** Reads the body of a control request: a JSON object or a plain form. */
export function readControlInput(body: string, isForm: boolean): Fields {
  if (isForm) return Object.fromEntries([...new URLSearchParams(body)].filter(([, value]) => value !== ""));
  if (body === "") return {};
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    throw invalid("The body is not JSON.");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw invalid("The body is not a JSON object.");
  return { ...value };
}

/** Typed reading of a control request. */
export class ControlInput {
  private readonly fields: Fields;

  constructor(fields: Fields) {
    this.fields = fields;
  }

  text(name: string): string {
    const value = this.optional(name);
    if (value === null) throw invalid(`Missing ${name}.`, name);
    return value;
  }

  optional(name: string): string | null {
    const value = this.fields[name];
    return typeof value === "string" && value !== "" ? value : null;
  }

  number(name: string): number | null {
    const value = this.fields[name];
    if (value === undefined || value === null || value === "") return null;
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw invalid(`${name} is not a whole number.`, name);
    return number;
  }

  flag(name: string): boolean | null {
    const value = this.fields[name];
    if (value === undefined || value === null) return null;
    return value === true || value === "true" || value === "on";
  }

  choice<Choice extends string>(name: string, choices: readonly Choice[]): Choice | null {
    const value = this.optional(name);
    if (value === null) return null;
    const known = choices.find((choice) => choice === value);
    if (known === undefined) throw invalid(`${name} must be one of ${choices.join(", ")}.`, name);
    return known;
  }

  list(name: string): string[] | null {
    const value = this.fields[name];
    if (!Array.isArray(value)) return null;
    return value.map(String);
  }
}
