import { useSyncExternalStore } from "react";

const never = () => () => {};

/** Whether script has taken over the page: for what is no use without it. */
export const useHydrated = (): boolean =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
