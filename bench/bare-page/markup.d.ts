declare module "virtual:markup" {
  import type { ReactNode } from "react";

  type Attributes = Record<string, string | number | boolean | object>;
  /** The portal's page as it rendered it, without its scripts; made by `portal-markup.ts` at build time. */
  export const html: Attributes;
  export const body: Attributes;
  export const head: () => ReactNode;
  export const page: () => ReactNode;
}
