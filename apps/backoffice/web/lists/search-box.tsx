import { SearchField } from "@openitem/ui/search-field";
import { useEffect, useRef, useState } from "react";

const WAIT_MS = 250;

/** A search that acts once typing rests. `value` is what the address says. */
export function SearchBox({
  name,
  label,
  placeholder,
  value,
  onSearch,
}: {
  name: string;
  label: string;
  placeholder?: string;
  value: string;
  onSearch: (text: string) => void;
}) {
  const [text, setText] = useState(value);
  const search = useRef(onSearch);
  useEffect(() => {
    search.current = onSearch;
  });
  useEffect(() => setText(value), [value]);
  useEffect(() => {
    if (text.trim() === value) return;
    const timer = setTimeout(() => search.current(text.trim()), WAIT_MS);
    return () => clearTimeout(timer);
  }, [text, value]);
  return (
    <SearchField
      name={name}
      label={label}
      placeholder={placeholder ?? label}
      value={text}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => setText(event.target.value)}
    />
  );
}
