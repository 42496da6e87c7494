import { createContext, useContext } from "react";
import type { Answers } from "../api.ts";

export type Detail = Answers["disputes"]["read"];
export type Rules = Answers["disputes"]["rules"];
export type DisputedDocument = Detail["documents"][number];
export type Entry = Detail["entries"][number];

type Shown = { detail: Detail; rules: Rules };

const DisputeContext = createContext<Shown | null>(null);
export const DisputeProvider = DisputeContext;

/** The dispute on the screen, for its parts. */
export function useDispute(): Shown {
  const shown = useContext(DisputeContext);
  if (!shown) throw new Error("A part of a dispute is shown without one.");
  return shown;
}
