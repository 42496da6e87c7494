import { useRef, useState } from "react";
import { typedIn } from "./field-names.ts";

/** What stands in the fields of a form as of the last key; each answer of the server (its `stamp`) starts anew. */
export function useTyped(stamp: string, answered: Readonly<Record<string, string>>) {
  const form = useRef<HTMLFormElement>(null);
  const [kept, keep] = useState({ stamp, typed: answered });
  const typed = kept.stamp === stamp ? kept.typed : answered;
  const onInput = () => {
    if (form.current) keep({ stamp, typed: typedIn(new FormData(form.current)) });
  };
  return { form, typed, onInput };
}
