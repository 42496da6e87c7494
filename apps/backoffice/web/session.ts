import { createContext, useContext } from "react";
import type { Answers } from "./api.ts";

export type Me = Answers["session"]["me"];
export type SignedInMe = Extract<Me, { state: "signed_in" }>;
export type Permission = SignedInMe["may"][number];

const SignedInContext = createContext<SignedInMe | null>(null);
export const SignedInProvider = SignedInContext;

/** The person signed in, on every screen behind the sign-in. */
export function useSignedIn(): SignedInMe {
  const me = useContext(SignedInContext);
  if (!me) throw new Error("A screen is shown to nobody.");
  return me;
}

/** Whether the person signed in may: a button he may not press is not shown. */
export const useMay = (permission: Permission): boolean => useSignedIn().may.includes(permission);
