import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { parseForm } from "./stripe/params.ts";

const folder = new URL("../../../../shared/data/payments/stripe/", import.meta.url);
const specFile = new URL("spec3-2022-04-12.json.gz", folder);
const fixturesFile = new URL("fixtures3.json", folder);

/** Whether Stripe's published description and examples lie beside the repository. */
export const haveStripeDescription = existsSync(specFile) && existsSync(fixturesFile);

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
type Tree = { [key: string]: Json };

const isTree = (value: Json | undefined): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

// OpenAPI 3.0 into JSON Schema: `nullable` becomes a choice, references point into one schema,
// and enumerations are let go: a newer API adds values.
function asJsonSchema(node: Json): Json {
  if (Array.isArray(node)) return node.map(asJsonSchema);
  if (!isTree(node)) return node;
  const { nullable, enum: _, description: __, ...rest } = node;
  const made: Tree = {};
  for (const [key, value] of Object.entries(rest)) {
    if (key.startsWith("x-") || key === "discriminator" || key === "format" || key === "title") continue;
    if (key === "$ref") made.$ref = String(value).replace("#/components/schemas/", "stripe#/definitions/");
    else if (key === "properties" && isTree(value)) {
      made.properties = Object.fromEntries(
        Object.entries(value).map(([name, inner]) => [name, asJsonSchema(inner)]),
      );
    } else made[key] = asJsonSchema(value);
  }
  return nullable === true ? { anyOf: [{ type: "null" }, made] } : made;
}

// What newer revisions of the API dropped from the objects, each with the revision that did it.
const dropped: Record<string, string> = {
  "charge.refunds": "2022-11-15: only when expanded",
};

// Fields of the examples that the current package declares optional, and when they are there.
const sometimes: Record<string, string> = {
  "charge.refunds": "when expanded",
  "refund.destination_details": "card refunds",
  "dispute.payment_method_details": "card disputes",
  "payment_method.card": "cards",
};

// Parameters that newer revisions of the API added, each with the revision that did it.
const added: Record<string, string> = {
  "/v1/checkout/sessions allowed_payment_method_types": "2026-09-30",
  "/v1/checkout/sessions currency": "2022-08-01",
  "/v1/checkout/sessions custom_text": "2022-11-15",
  "/v1/payment_intents allowed_payment_method_types": "2026-09-30",
  "/v1/checkout/sessions excluded_payment_method_types": "2025-09-30",
};

/** Stripe's own description of its API (revision 2022-04-12) and its examples, to check against. */
export interface StripeDescription {
  /** Where an object differs from the schema of its kind; what newer revisions dropped is let go. */
  differences(kind: string, value: unknown): string[];
  /** Fields that Stripe's example of the kind has and the object lacks, or has with another type. */
  unlikeExample(kind: string, value: object): string[];
  /** Where the form of a POST request differs from its description; what newer revisions added is let go. */
  requestDifferences(path: string, form: string): string[];
}

/** Reads the description (some 5 MB, about half a second). Throws when its files are not there. */
export function readStripeDescription(): StripeDescription {
  const spec: Tree = JSON.parse(gunzipSync(readFileSync(specFile)).toString("utf8"));
  const examples: { resources: Record<string, Tree> } = JSON.parse(readFileSync(fixturesFile, "utf8"));
  const definitions = Object.fromEntries(
    Object.entries(treeAt(spec, "components", "schemas")).map(([name, schema]) => [
      name,
      asJsonSchema(schema),
    ]),
  );
  const ajv = new Ajv({ allErrors: true, strict: false });
  ajv.addSchema({ $id: "stripe", definitions });
  // A form holds text only, so numbers and booleans are read from it.
  const formAjv = new Ajv({ allErrors: true, strict: false, coerceTypes: true });
  formAjv.addSchema({ $id: "stripe", definitions });

  return {
    differences(kind, value) {
      const check = ajv.getSchema(`stripe#/definitions/${kind}`);
      if (!check) return [`${kind} is not in the description`];
      return errorsOf(check, value)
        .map((error) => said(kind, error))
        .filter((text) => dropped[text] === undefined);
    },
    unlikeExample(kind, value) {
      const example = examples.resources[kind];
      if (!example) return [`${kind} has no example`];
      const own = new Map<string, unknown>(Object.entries(value));
      return Object.entries(example).flatMap(([field, theirs]) => {
        const ours = own.get(field);
        if (ours === undefined) return sometimes[`${kind}.${field}`] ? [] : [`${kind}.${field} is missing`];
        if (ours === null || theirs === null || expandable(ours, theirs)) return [];
        return typeOf(ours) === typeOf(theirs)
          ? []
          : [`${kind}.${field} is ${typeOf(ours)}, not ${typeOf(theirs)}`];
      });
    },
    requestDifferences(path, form) {
      const paths = treeAt(spec, "paths");
      const template = Object.keys(paths).find(
        (one) => matches(one, path) && isTree(treeAt(paths, one).post),
      );
      if (template === undefined) return [`POST ${path} is not in the description`];
      const content = treeAt(
        paths,
        template,
        "post",
        "requestBody",
        "content",
        "application/x-www-form-urlencoded",
      );
      const check = formAjv.compile(treeAt({ schema: asJsonSchema(content.schema ?? {}) }, "schema"));
      return errorsOf(check, asLists(parseForm(form)))
        .filter((error) => added[`${template} ${String(error.params.additionalProperty)}`] === undefined)
        .map(
          (error) =>
            `${said(path, error)}${error.params.additionalProperty ? ` (${String(error.params.additionalProperty)})` : ""}`,
        );
    },
  };
}

function errorsOf(check: ValidateFunction, value: unknown): ErrorObject[] {
  return check(value) ? [] : (check.errors ?? []);
}

function treeAt(tree: Tree, ...path: string[]): Tree {
  let at = tree;
  for (const key of path) {
    const next = at[key];
    if (!isTree(next)) throw new Error(`Stripe's description has no ${path.join(".")}.`);
    at = next;
  }
  return at;
}

const matches = (template: string, path: string) =>
  new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, "[^/]+")}$`).test(path);

// Branches with the keys 0, 1, 2 … are the lists of a form.
function asLists(node: Json): Json {
  if (!isTree(node)) return node;
  const keys = Object.keys(node);
  const values = Object.values(node).map(asLists);
  const isList = keys.length > 0 && keys.every((key, at) => key === String(at));
  return isList ? values : Object.fromEntries(keys.map((key, at) => [key, values[at] ?? null]));
}

const typeOf = (value: unknown) => (Array.isArray(value) ? "array" : typeof value);
const expandable = (ours: unknown, theirs: Json) =>
  typeof ours === "string" && isTree(theirs) && "id" in theirs;

function said(name: string, error: ErrorObject): string {
  const at = error.instancePath.replaceAll("/", ".");
  if (error.keyword === "required") return `${name}${at}.${String(error.params.missingProperty)}`;
  return `${name}${at} ${error.message ?? error.keyword}`;
}
