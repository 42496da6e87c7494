import { invalid } from "./fault.ts";
import { findById } from "./lookup.ts";
import type { World } from "./world.ts";

type Tree = { [key: string]: unknown };
const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Fields left out unless asked for. */
function includable(world: World, object: Tree, field: string): unknown {
  const id = String(object.id);
  if (object.object === "checkout.session" && field === "line_items") {
    return {
      object: "list",
      data: world.state.lineItems[id] ?? [],
      has_more: false,
      url: `/v1/checkout/sessions/${id}/line_items`,
    };
  }
  if (object.object === "charge" && field === "refunds") {
    const refunds = Object.values(world.state.refunds).filter((refund) => refund.charge === id);
    return { object: "list", data: refunds.reverse(), has_more: false, url: `/v1/charges/${id}/refunds` };
  }
  return undefined;
}

function expandPath(world: World, object: Tree, path: string[], whole: string): void {
  const [field, ...rest] = path;
  if (field === undefined) return;
  const value = object[field];
  const reachable = field in object || includable(world, object, field) !== undefined;
  if (!reachable) throw invalid(`This property cannot be expanded (${whole}).`, "expand");
  let next: unknown = value;
  if (Array.isArray(value)) {
    for (const item of value) if (isTree(item)) expandPath(world, item, rest, whole);
    return;
  }
  if (typeof value === "string") next = structuredClone(findById(world, value));
  else if (value === undefined) next = structuredClone(includable(world, object, field));
  if (value === null) return;
  if (!isTree(next)) throw invalid(`This property cannot be expanded (${whole}).`, "expand");
  object[field] = next;
  expandPath(world, next, rest, whole);
}

/** A copy of the object with the fields of `expand[]` filled in; four levels deep at most, as at Stripe. */
export function expanded(world: World, object: object, fields: string[]): object {
  const copy = structuredClone(object) as Tree;
  for (const field of fields) {
    const path = field.split(".");
    if (path.length > (path[0] === "data" ? 5 : 4)) {
      throw invalid(`You cannot expand more than 4 levels of a property (${field}).`, "expand");
    }
    expandPath(world, copy, path, field);
  }
  return copy;
}
