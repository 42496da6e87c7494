/** Stands for a value while a sentence is looked up; no catalogue and no value holds it. */
const GAP = "\uE000";

/**
 * A sentence that a list says in every row with another value, looked up once: `filledIn((gap) => t("po", { number: gap }))`.
 * For values that are put in as they are; what counts or is declined has to be looked up for each.
 */
export function filledIn(sentence: (gap: string) => string): (value: string) => string {
  const parts = sentence(GAP).split(GAP);
  return (value) => parts.join(value);
}

/** Makes each thing once for as long as a list is drawn. */
export function onceEach<K, V>(make: (key: K) => V): (key: K) => V {
  const made = new Map<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}
