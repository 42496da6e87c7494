import { createContext, useContext } from "react";
import type { Answers } from "../api.ts";

type Shown = Answers["customers"]["read"] & { underWay: Answers["payments"]["list"]["rows"] };

const CustomerContext = createContext<Shown | null>(null);
export const CustomerProvider = CustomerContext;

/** The customer on the screen, for its views. */
export function useCustomer(): Shown {
  const shown = useContext(CustomerContext);
  if (!shown) throw new Error("A view of a customer is shown without one.");
  return shown;
}
