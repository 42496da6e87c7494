import { invalid, StripeFault } from "./fault.ts";

type Node = string | Branch;
type Branch = { [key: string]: Node };

/**
 * Reads `a[b][c]=d` and `a[]=d` (form encoding with brackets, as Stripe takes it) into a tree.
 * Lists are kept as branches with numbered keys.
 */
export function parseForm(text: string): Branch {
  const root: Branch = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    const head = name.split("[", 1)[0] ?? name;
    const keys = [
      head,
      ...[...name.slice(head.length).matchAll(/\[([^\]]*)\]/g)].map((match) => match[1] ?? ""),
    ];
    let at = root;
    keys.forEach((key, depth) => {
      const own = key === "" ? String(Object.keys(at).length) : key;
      if (depth === keys.length - 1) {
        at[own] = value;
        return;
      }
      const next = at[own];
      if (typeof next === "object") at = next;
      else {
        const branch: Branch = Object.create(null);
        at[own] = branch;
        at = branch;
      }
    });
  }
  return root;
}

/** Typed reading of a request's parameters; what nobody read is refused by `close`, as Stripe does. */
export class Params {
  private readonly tree: Branch;
  private readonly path: string;
  private readonly read = new Set<string>();
  private readonly children: Params[] = [];

  constructor(tree: Branch, path = "") {
    this.tree = tree;
    this.path = path;
  }

  private name(key: string): string {
    return this.path === "" ? key : `${this.path}[${key}]`;
  }

  private take(key: string): Node | undefined {
    this.read.add(key);
    return this.tree[key];
  }

  has(key: string): boolean {
    return this.tree[key] !== undefined;
  }

  holdsBranch(key: string): boolean {
    return typeof this.tree[key] === "object";
  }

  string(key: string): string | null {
    const value = this.take(key);
    if (value === undefined || value === "") return null;
    if (typeof value !== "string") throw invalid(`Invalid string: ${this.name(key)}`, this.name(key));
    return value;
  }

  required(key: string): string {
    const value = this.string(key);
    if (value === null) {
      throw invalid(`Missing required param: ${this.name(key)}.`, this.name(key), "parameter_missing");
    }
    return value;
  }

  integer(key: string): number | null {
    const value = this.string(key);
    if (value === null) return null;
    if (!/^-?\d{1,15}$/.test(value)) {
      throw invalid(`Invalid integer: ${value}`, this.name(key), "parameter_invalid_integer");
    }
    return Number(value);
  }

  flag(key: string): boolean | null {
    const value = this.string(key);
    if (value === null) return null;
    if (value !== "true" && value !== "false") throw invalid(`Invalid boolean: ${value}`, this.name(key));
    return value === "true";
  }

  oneOf<Choice extends string>(key: string, choices: readonly Choice[]): Choice | null {
    const value = this.string(key);
    if (value === null) return null;
    const choice = choices.find((known) => known === value);
    if (choice === undefined) {
      throw invalid(`Invalid ${this.name(key)}: must be one of ${choices.join(", ")}`, this.name(key));
    }
    return choice;
  }

  branch(key: string): Params | null {
    const value = this.take(key);
    if (value === undefined || value === "") return null;
    if (typeof value === "string") throw invalid("Invalid object", this.name(key));
    const child = new Params(value, this.name(key));
    this.children.push(child);
    return child;
  }

  branches(key: string): Params[] {
    const list = this.branch(key);
    if (list === null) return [];
    return Object.keys(list.tree).map((at) => list.branch(at) ?? new Params({}, list.name(at)));
  }

  strings(key: string): string[] {
    const list = this.branch(key);
    return list === null ? [] : Object.keys(list.tree).flatMap((at) => list.string(at) ?? []);
  }

  /** Metadata: at most 50 keys of 40 characters with values of 500; an empty value removes the key. */
  metadata(key = "metadata", before: Record<string, string> = {}): Record<string, string> {
    const raw = this.take(key);
    if (raw === undefined) return { ...before };
    if (raw === "") return {};
    if (typeof raw === "string") throw invalid("Invalid metadata", this.name(key));
    const after = { ...before };
    for (const [name, value] of Object.entries(raw)) {
      if (typeof value !== "string")
        throw invalid(`Metadata values must be strings: ${name}`, this.name(key));
      if (name.length > 40)
        throw invalid(`Metadata keys can have up to 40 characters: ${name}`, this.name(key));
      if (value.length > 500)
        throw invalid(`Metadata values can have up to 500 characters: ${name}`, this.name(key));
      if (value === "") delete after[name];
      else after[name] = value;
    }
    if (Object.keys(after).length > 50) throw invalid("Metadata can have up to 50 keys", this.name(key));
    return after;
  }

  /** Accepts parameters of the real API that change nothing here. */
  ignore(...keys: string[]): void {
    for (const key of keys) this.read.add(key);
  }

  /** Refuses what was not read. */
  close(): void {
    for (const key of Object.keys(this.tree)) {
      if (!this.read.has(key)) {
        throw new StripeFault(400, `Received unknown parameter: ${this.name(key)}`, {
          code: "parameter_unknown",
          param: this.name(key),
        });
      }
    }
    for (const child of this.children) child.close();
  }
}
