import type { Location } from "./location.ts";

/** What a reader understood otherwise than it was written, or could not use: read on, but for a person to see. */
export type Warning = {
  /** Stable word for programs, kebab-case. */
  readonly code: string;
  /** One sentence for people, without the location. */
  readonly sentence: string;
  readonly location: Location | null;
};
