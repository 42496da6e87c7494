import { createHash } from "node:crypto";
import type { Charge } from "./charge.ts";

/**
 * What the letters about one day of a charge are about: a charge that is tried again on another day is announced again,
 * and each letter goes out once. An id made of the charge's and the day, the same whenever it is asked for.
 */
export function noticeId({ id, chargeOn }: Pick<Charge, "id" | "chargeOn">): string {
  const hex = createHash("sha256").update(`${id} ${chargeOn}`).digest("hex");
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ].join("-");
}
