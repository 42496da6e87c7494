import { z } from "zod";

/** A yes or no in an address: `false` has to be said where yes is the rule. */
export const flag = (otherwise: boolean) =>
  z
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
    .catch(otherwise)
    .default(otherwise);
