import type { ScreenKeys } from "@openitem/ui/office-shell";
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useId,
  useMemo,
  useRef,
  useState,
} from "react";

/** What a key, or two in a row ("g a"), does on a screen. Several that belong together share a label: j and k. */
export type KeyBinding = { keys: readonly string[]; label: string; run: (key: string) => void };

type Registry = {
  shown: readonly KeyBinding[];
  add(id: string, bindings: readonly KeyBinding[]): () => void;
  enabled: boolean;
  setEnabled(enabled: boolean): void;
};

const KeysContext = createContext<Registry | null>(null);
const STORED = "openitem.single-keys";
const EVERYWHERE = "everywhere";
/** The second key of a pair has to come within this. */
const PAIR_MS = 1_200;

/** Listens to single keys for the whole app. They rest while a field has the focus, a dialog is open or they are switched off. */
export function KeysProvider({ children }: { children: ReactNode }) {
  const [all, setAll] = useState<ReadonlyMap<string, readonly KeyBinding[]>>(new Map());
  const [enabled, setStored] = useState(() => localStorage.getItem(STORED) !== "off");
  // What a list or a screen binds comes before what works everywhere.
  const shown = useMemo(() => {
    const { [EVERYWHERE]: everywhere = [], ...here } = Object.fromEntries(all);
    return [...Object.values(here).flat(), ...everywhere];
  }, [all]);
  const registry = useMemo<Registry>(
    () => ({
      shown,
      enabled,
      add(id, bindings) {
        setAll((before) => new Map(before).set(id, bindings));
        return () =>
          setAll((before) => {
            const after = new Map(before);
            after.delete(id);
            return after;
          });
      },
      setEnabled(on) {
        localStorage.setItem(STORED, on ? "on" : "off");
        setStored(on);
      },
    }),
    [shown, enabled],
  );
  useListener(shown, enabled);
  return <KeysContext value={registry}>{children}</KeysContext>;
}

function useListener(bindings: readonly KeyBinding[], enabled: boolean): void {
  const first = useRef({ key: "", atMs: 0 });
  useEffect(() => {
    if (!enabled) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented || isTyping(event)) return;
      const paired =
        event.timeStamp - first.current.atMs < PAIR_MS ? `${first.current.key} ${event.key}` : "";
      // The second key of a pair may have a meaning of its own on this screen.
      const binding =
        bindings.find(({ keys }) => keys.includes(paired)) ??
        bindings.find(({ keys }) => keys.includes(event.key));
      first.current = { key: event.key, atMs: event.timeStamp };
      if (!binding) return;
      event.preventDefault();
      binding.run(binding.keys.includes(paired) ? paired : event.key);
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [bindings, enabled]);
}

function isTyping(event: KeyboardEvent): boolean {
  if (document.querySelector("dialog[open]")) return true;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return false;
  if (
    target.isContentEditable ||
    target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select")
  )
    return true;
  // Enter and space on what they press are its own.
  if (event.key === " ") return target.closest("button, summary, input") !== null;
  return event.key === "Enter" && target.closest("a, button, summary") !== null;
}

function useRegistry(): Registry {
  const registry = useContext(KeysContext);
  if (!registry) throw new Error("Keys are used outside of their provider.");
  return registry;
}

/** Binds keys while the caller is on the screen. Give a memoised list. `everywhere`: the frame's own keys. */
export function useKeys(bindings: readonly KeyBinding[], everywhere = false): void {
  const { add } = useRegistry();
  const own = useId();
  const id = everywhere ? EVERYWHERE : own;
  const stable = useRef(add);
  useEffect(() => stable.current(id, bindings), [id, bindings]);
}

/** For the key bar and the page of all keys. */
export function useShownKeys(): ScreenKeys[] {
  return useRegistry().shown.map(({ keys, label }) => ({
    keys: keys.flatMap((key) => (key === " " ? [key] : key.split(" ")).map(face)),
    label,
  }));
}

export function useKeySwitch(): [on: boolean, set: (on: boolean) => void] {
  const { enabled, setEnabled } = useRegistry();
  return [enabled, setEnabled];
}

const face = (key: string) => FACES[key] ?? key;

const FACES: Readonly<Record<string, string>> = {
  Enter: "↵",
  Escape: "esc",
  " ": "space",
  ArrowUp: "↑",
  ArrowDown: "↓",
};
